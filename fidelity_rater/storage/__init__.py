"""The library: encrypted database, vault of sealed recordings, key slots, backups. SQL and ciphers live only here."""
