"""Files of reports as rows: NDJSON, CSV and XLSX in bounded memory; a bad row is named with field and reason."""
