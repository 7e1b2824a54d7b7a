#!/bin/sh
# Asks a lettermark server with curl: the ways in, one a line.
#
#   sh examples/client.sh letter.docx
#
# LETTERMARK_URL names the server, LETTERMARK_TOKEN the token, where it asks for one.
set -eu
url=${LETTERMARK_URL:-http://127.0.0.1:8080}
letter=${1:?give a letter, text or docx}

# A busy server answers 503 with Retry-After, which curl keeps to.
ask() {
    curl --silent --show-error --fail-with-body --retry 5 \
        ${LETTERMARK_TOKEN:+--header "Authorization: Bearer $LETTERMARK_TOKEN"} "$@"
    echo
}

# A file with what is known of the case.
ask --form "file=@$letter" --form kind=vcl --form decision=discontinued "$url/v1/assessments:file"

# Text and facts as JSON, positions as a browser counts them.
ask --json '{"id": "a1", "kind": "vcl", "text": "Dear Ms Ward\n\nWe have stopped the case."}' \
    "$url/v1/assessments?positions=utf16"

# Many at once: one object a line in, one assessment a line out.
printf '%s\n' '{"id": "a1", "text": "Dear Ms Ward"}' '{"id": "a2", "text": "Dear Mr Hale"}' |
    ask --header 'Content-Type: application/x-ndjson' --data-binary @- "$url/v1/assessments:batch"

# A rule as a page, and the last day to send a letter.
ask "$url/v1/rules/decision"
ask "$url/v1/duties/due?kind=vcl&decision=discontinued&victim_category=standard&decision_date=2026-05-01"
