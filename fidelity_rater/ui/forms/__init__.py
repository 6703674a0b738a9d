"""Building blocks of forms: fields that know nothing of what they are for, dialogs, and slow work behind a form."""
