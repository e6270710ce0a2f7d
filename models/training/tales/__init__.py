"""Stories, tokens and training of `models/tales`, a small Llama that tells short English stories."""
