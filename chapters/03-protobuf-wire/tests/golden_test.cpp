// SPDX-License-Identifier: MIT
//
// Bytes and texts that libprotobuf 3.21 made (data/golden): ours must be the same.
#include "codec_checks.hpp"
#include "hand_extensions.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace pbwire;
using test::succeeded;

std::string folder() {
  const char* data = std::getenv("PBWIRE_DATA");
  if (data == nullptr) throw std::runtime_error("PBWIRE_DATA is not set: run this through `meson test`");
  return std::string(data) + "/golden/";
}

std::string contents(const std::string& file) {
  std::ifstream in(folder() + file, std::ios::binary);
  if (!in) throw std::runtime_error(folder() + file + " cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A line of cases.txt.
struct golden_case {
  std::string name;
  std::string type;
  std::string how;    // "text" or "bytes"
  std::string input;  // the message, so
  friend std::ostream& operator<<(std::ostream& to, const golden_case& c) { return to << c.type << c.input; }
};

std::vector<golden_case> cases() {
  std::istringstream lines(contents("cases.txt"));
  std::vector<golden_case> all;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    golden_case c;
    if (!(words >> c.name >> c.type >> c.how) || c.name[0] == '#') continue;
    std::getline(words, c.input);
    all.push_back(c);
  }
  return all;
}

class Golden : public testing::TestWithParam<golden_case> {
 protected:
  /// The bytes that libprotobuf read: those of the case, or what it wrote of the text.
  static std::string input() {
    return GetParam().how == "bytes" ? test::hex(GetParam().input) : contents(GetParam().name + ".bin");
  }

  /// Calls check with the type of the case's message.
  template <class Check>
  static void with_type(Check check) {
    const std::string& type = GetParam().type;
    if (type == "hand.User") check.template operator()<hand::User>();
    else if (type == "hand.Kinds") check.template operator()<hand::Kinds>();
    else if (type == "hand.Maybe") check.template operator()<hand::Maybe>();
    else if (type == "hand.Lists") check.template operator()<hand::Lists>();
    else if (type == "hand.Maps") check.template operator()<hand::Maps>();
    else if (type == "hand.Choice") check.template operator()<hand::Choice>();
    else if (type == "hand.Tree") check.template operator()<hand::Tree>();
    else if (type == "hand.Old") check.template operator()<hand::Old>();
    else FAIL() << "no struct for " << type;
  }
};

TEST_P(Golden, BytesAreWhatLibprotobufWrote) {
  with_type([]<class M>() {
    const extension_registry known = hand::all_extensions();
    const result<M> m = decode<M>(input(), {.extensions = &known});
    ASSERT_TRUE(succeeded(m));
    EXPECT_MESSAGE_EQ(M, pbwire::encode(*m), contents(GetParam().name + ".bin"));
    EXPECT_EQ(pbwire::size(*m), contents(GetParam().name + ".bin").size());
  });
}

TEST_P(Golden, TextIsWhatDebugStringPrinted) {
  with_type([]<class M>() {
    const extension_registry known = hand::all_extensions();
    const result<M> m = decode<M>(input(), {.extensions = &known});
    ASSERT_TRUE(succeeded(m));
    EXPECT_EQ(pbwire::dump(*m), contents(GetParam().name + ".txt"));
  });
}

TEST_P(Golden, BytesGrowTheSameIntoABufferAndComeFromAUsedMessage) {
  with_type([]<class M>() {
    const extension_registry known = hand::all_extensions();
    M m;
    for (const std::string& bytes : {input(), contents(GetParam().name + ".bin"), input()}) {
      ASSERT_TRUE(succeeded(decode_into(m, bytes, {.extensions = &known})));
      output to;
      EXPECT_MESSAGE_EQ(M, pbwire::encode(m, to), contents(GetParam().name + ".bin"));
    }
  });
}

TEST_P(Golden, BytesCutShortEndOrFail) {
  with_type([]<class M>() { test::survives_truncation<M>(contents(GetParam().name + ".bin")); });
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<golden_case>& at) { return at.param.name; });

}  // namespace
