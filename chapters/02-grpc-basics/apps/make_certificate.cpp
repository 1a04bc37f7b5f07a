// SPDX-License-Identifier: MIT
//
// A certificate authority and one certificate of it, for a server at localhost. Only for trying things out: whoever
// reads ca.key can be that server.
#include "plain/certificate.hpp"
#include "program.hpp"

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string folder;
    std::int64_t days = 1;
    program::options("Writes ca.pem, ca.key, server.pem and server.key, for localhost and 127.0.0.1, on P-256.")
        .add("--out", folder, "the folder to write to; is made if it is not there")
        .required()
        .add("--days", days, "how long they are valid")
        .between(1, 3650)
        .parse(argc, argv);

    const plain::certified ca = plain::make_authority(days);
    const plain::certified server = plain::make_server_certificate(ca, days);
    plain::write_pem(folder, "ca", ca);
    plain::write_pem(folder, "server", server);
    return 0;
  });
}
