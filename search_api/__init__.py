"""The faces of Minutebook (command line, HTTP, web page) and the wiring behind them."""
