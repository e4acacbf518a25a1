"""What a record promises, asks for and decides: its statements become commitments, in its own words."""
