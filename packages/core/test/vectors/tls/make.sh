#!/bin/sh
# Makes the certificates beside this file anew. Tests use what is checked in: openssl is not needed to run them.
# Valid for 100 years, but for expired.pem, which ended in 2001.
set -eu
cd "$(dirname "$0")"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
signed() { # name, subject, subjectAltName, further arguments
  name=$1 subject=$2 san=$3
  shift 3
  key "$name.key"
  openssl req -new -key "$name.key" -subj "/CN=$subject" -out "$name.csr"
  printf 'subjectAltName=%s\n' "$san" > "$name.ext"
  openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -set_serial "0x$(openssl rand -hex 8)" -extfile "$name.ext" -out "$name.pem" "$@"
  rm "$name.csr" "$name.ext"
}
key ca.key
openssl req -x509 -new -key ca.key -subj '/CN=Test authority' -days 36500 -addext 'basicConstraints=critical,CA:TRUE' -out ca.pem
signed good localhost 'DNS:localhost,IP:127.0.0.1' -days 36500
signed other other.example.org 'DNS:other.example.org' -days 36500
signed client 'A client' 'DNS:client.example.org' -days 36500
# `x509` can state no dates, `ca` can.
key expired.key
openssl req -new -key expired.key -subj '/CN=localhost' -out expired.csr
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' > expired.ext
printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index.tmp\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nrand_serial=yes\n[p]\ncommonName=supplied\n' > ca.tmp
: > index.tmp
openssl ca -batch -notext -config ca.tmp -cert ca.pem -keyfile ca.key -in expired.csr -extfile expired.ext -startdate 20000101000000Z -enddate 20010101000000Z -out expired.pem
rm -f expired.csr expired.ext ca.tmp index.tmp* [0-9A-F]*.pem
key self.key
openssl req -x509 -new -key self.key -subj '/CN=localhost' -days 36500 -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -out self.pem
rm ca.key
