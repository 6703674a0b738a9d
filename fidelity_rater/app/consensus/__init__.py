"""What several raters of one session agree on, after each has signed: laid side by side, decided, signed apart."""
