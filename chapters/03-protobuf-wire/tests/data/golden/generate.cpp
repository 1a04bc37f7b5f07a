// SPDX-License-Identifier: MIT
//
// Makes the golden bytes and texts from cases.txt, with the code that protoc generates: regenerate.sh runs it.
#include "hand.pb.h"
#include "old.pb.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

namespace pb = google::protobuf;

std::unique_ptr<pb::Message> make(const std::string& type) {
  const pb::Descriptor* descriptor = pb::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) throw std::runtime_error("no message type " + type);
  return std::unique_ptr<pb::Message>(pb::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

std::string from_hex(const std::string& digits) {
  std::istringstream in(digits);
  std::string bytes;
  for (unsigned byte = 0; in >> std::hex >> byte;) bytes += static_cast<char>(byte);
  return bytes;
}

std::string encode(const pb::Message& message) {
  std::string bytes;
  pb::io::StringOutputStream stream(&bytes);
  pb::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializePartialToCodedStream(&out);
  out.Trim();
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  hand::Old::default_instance();  // or the linker leaves its file out
  hand::User::default_instance();
  std::ifstream cases(folder + "/cases.txt");
  for (std::string line; std::getline(cases, line);) {
    std::istringstream words(line);
    std::string name, type, how, input;
    if (!(words >> name >> type >> how) || name[0] == '#') continue;
    std::getline(words, input);
    const std::unique_ptr<pb::Message> message = make(type);
    const bool read = how == "text" ? pb::TextFormat::ParseFromString(input, message.get())
                                    : message->ParsePartialFromString(from_hex(input));
    if (!read) throw std::runtime_error(name + " is refused");
    std::ofstream(folder + "/" + name + ".bin", std::ios::binary) << encode(*message);
    std::ofstream(folder + "/" + name + ".txt", std::ios::binary) << message->DebugString();
  }
}
