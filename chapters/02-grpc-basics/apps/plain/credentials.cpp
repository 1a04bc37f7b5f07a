// SPDX-License-Identifier: MIT
#include "plain/credentials.hpp"

#include "program.hpp"

#include <grpcpp/security/auth_metadata_processor.h>

#include <string_view>
#include <utility>

namespace plain {

namespace {

// Says nothing of where the first difference is: who guesses byte by byte could measure it.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

// Runs before any handler, for every service of the server, health and reflection among them. The other place for such
// a check would be a server interceptor, but grpc++'s can only watch: unlike grpc-go's it cannot answer in the
// handler's stead (Hijack() is for clients; a server it aborts), so the handler would have done its work for nobody by
// the time the status is changed.
class token_processor final : public grpc::AuthMetadataProcessor {
 public:
  explicit token_processor(const std::string& token) : expected_("Bearer " + token) {}

  bool IsBlocking() const override { return false; }  // quick enough for the thread that brought the call

  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext*, OutputMetadata* consumed,
                       OutputMetadata*) override {
    const auto found = metadata.find("authorization");
    if (found == metadata.end()) return {grpc::StatusCode::UNAUTHENTICATED, "no token"};
    const std::string_view said(found->second.data(), found->second.size());
    if (!equal_in_constant_time(said, expected_)) return {grpc::StatusCode::UNAUTHENTICATED, "invalid token"};
    consumed->emplace("authorization", std::string(said));  // so that no handler can log it
    return grpc::Status::OK;
  }

 private:
  std::string expected_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> server_credentials(const server_identity& identity) {
  if (identity.certificate.empty()) return grpc::InsecureServerCredentials();  // on these, a processor would abort()
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back(
      {.private_key = program::read_file(identity.key), .cert_chain = program::read_file(identity.certificate)});
  auto credentials = grpc::SslServerCredentials(tls);
  if (!identity.token.empty()) credentials->SetAuthMetadataProcessor(std::make_shared<token_processor>(identity.token));
  return credentials;
}

std::shared_ptr<grpc::ChannelCredentials> channel_credentials(const client_trust& trust) {
  if (trust.ca.empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = program::read_file(trust.ca);  // these alone; empty would mean the system's
  auto credentials = grpc::SslCredentials(tls);
  if (trust.token.empty()) return credentials;
  // Adds `authorization: Bearer TOKEN` to each call, and only on a channel that hides it from others.
  return grpc::CompositeChannelCredentials(credentials, grpc::AccessTokenCredentials(trust.token));
}

grpc::ChannelArguments channel_arguments(const client_trust& trust) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // else http_proxy in the environment takes even 127.0.0.1 elsewhere
  if (!trust.server_name.empty()) arguments.SetSslTargetNameOverride(trust.server_name);
  return arguments;
}

}  // namespace plain
