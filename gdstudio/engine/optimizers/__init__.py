"""Update rules, one method a file."""
