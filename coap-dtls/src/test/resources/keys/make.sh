#!/bin/sh
# Makes the files of this folder anew, in the forms that openssl writes; none of them protects anything.
set -e
cd "$(dirname "$0")"

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec-pkcs8.pem
openssl pkey -pubout -in ec-pkcs8.pem -out ec-public.pem
openssl pkey -traditional -in ec-pkcs8.pem -out ec-sec1.pem
openssl ecparam -name prime256v1 -genkey -out ec-with-parameters.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec-p384.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out ec-secp256k1.pem
openssl pkey -aes256 -passout pass:test -in ec-pkcs8.pem -out ec-encrypted.pem
openssl pkey -traditional -aes256 -passout pass:test -in ec-pkcs8.pem -out ec-encrypted-old.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa-pkcs8.pem
openssl pkey -traditional -in rsa-pkcs8.pem -out rsa-pkcs1.pem
openssl genpkey -algorithm ED25519 -out ed25519.pem
openssl pkey -pubout -in ed25519.pem -out ed25519-public.pem
openssl genpkey -algorithm ED448 | openssl pkey -pubout -out ed448-public.pem

# As in docs/reference/credentials.md, but valid until 2199.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 63000 \
    -subj "/CN=Example CA" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout ca-key.pem -out ca.pem
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -subj "/CN=sensor.example" -keyout device-key.pem -out device.csr
cat > device.ext <<EOF
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = DNS:sensor.example
EOF
openssl x509 -req -in device.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 63000 -sha256 \
    -extfile device.ext -out device.pem
cat device.pem ca.pem > device-chain.pem
rm -f ca-key.pem ca.srl device.csr device.ext device.pem
