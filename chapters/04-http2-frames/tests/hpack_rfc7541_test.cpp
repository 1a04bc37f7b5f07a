// SPDX-License-Identifier: MIT
//
// RFC 7541 Appendix C, byte by byte: its blocks, the fields they mean, and the dynamic table behind each. (C.1, the
// integers, is hpack_integer_test's; the Huffman texts by themselves are huffman_test's.)
//
// Our encoder is run on the same lists wherever its policy is that of the examples: Huffman whenever that is shorter,
// every field into the table. C.3 and C.5, without Huffman, are read only, and C.6 from where our encoder would not
// index date, location and set-cookie.
#include "header_text.hpp"
#include "wire_eq.hpp"

#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>

#include <gmock/gmock.h>

namespace {

using namespace h2;
using namespace h2::hpack;
using test::hex;
using test::lines;
using test::lines_of;

struct example {
  std::string_view name;
  std::string_view block;
  lines fields;
  lines table;  // afterwards
  std::uint32_t table_size;
};

/// Blocks of one connection, in order.
void expect_decodes(const std::vector<example>& all, std::uint32_t max_table_size = default_table_size) {
  decoder d({.max_table_size = max_table_size});
  for (const example& each : all) {
    SCOPED_TRACE(each.name);
    header_list list;
    const auto whole = d.decode(hex(each.block), list);
    ASSERT_TRUE(whole.has_value()) << whole.error().message();
    EXPECT_TRUE(*whole);
    EXPECT_EQ(lines_of(list), each.fields);
    EXPECT_EQ(lines_of(d.table()), each.table);
    EXPECT_EQ(d.table().size(), each.table_size);
  }
}

void expect_encodes(encoder& by, const header_list& list, const example& to) {
  SCOPED_TRACE(to.name);
  byte_buffer out;
  by.encode(list, out);
  EXPECT_WIRE_EQ(out, hex(to.block));
  EXPECT_EQ(lines_of(by.table()), to.table);
  EXPECT_EQ(by.table().size(), to.table_size);
}

const header_list get{{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {":authority", "www.example.com"}};
const header_list get_again{{":method", "GET"},
                            {":scheme", "http"},
                            {":path", "/"},
                            {":authority", "www.example.com"},
                            {"cache-control", "no-cache"}};
const header_list get_page{{":method", "GET"},
                           {":scheme", "https"},
                           {":path", "/index.html"},
                           {":authority", "www.example.com"},
                           {"custom-key", "custom-value"}};

/// C.3 and C.4 differ in nothing but the coding of text.
std::vector<example> requests(std::string_view first, std::string_view second, std::string_view third) {
  const std::string authority = ":authority: www.example.com";
  const std::string no_cache = "cache-control: no-cache";
  const std::string custom = "custom-key: custom-value";
  return {{"first request", first, lines_of(get), {authority}, 57},
          {"second request", second, lines_of(get_again), {no_cache, authority}, 110},
          {"third request", third, lines_of(get_page), {custom, no_cache, authority}, 164}};
}

std::vector<example> requests_with_huffman() {
  return requests("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", "8286 84be 5886 a8eb 1064 9cbf",
                  "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf");
}

/// C.5 and C.6, in a table of 256 bytes.
std::vector<example> responses(std::string_view first, std::string_view second, std::string_view third) {
  const std::string found = ":status: 302";
  const std::string moved = ":status: 307";
  const std::string is_private = "cache-control: private";
  const std::string at_21 = "date: Mon, 21 Oct 2013 20:13:21 GMT";
  const std::string at_22 = "date: Mon, 21 Oct 2013 20:13:22 GMT";
  const std::string location = "location: https://www.example.com";
  const std::string gzip = "content-encoding: gzip";
  const std::string cookie = "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";
  return {{"first response", first, {found, is_private, at_21, location}, {location, at_21, is_private, found}, 222},
          {"second response", second, {moved, is_private, at_21, location}, {moved, location, at_21, is_private}, 222},
          {"third response",
           third,
           {":status: 200", is_private, at_22, location, gzip, cookie},
           {cookie, gzip, at_22},
           215}};
}

TEST(AppendixC, C_2_1_LiteralWithIndexing) {
  const example e{"C.2.1",
                  "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
                  {"custom-key: custom-header"},
                  {"custom-key: custom-header"},
                  55};
  expect_decodes({e});
}

TEST(AppendixC, C_2_2_LiteralWithoutIndexing) {
  expect_decodes({{"C.2.2", "040c 2f73 616d 706c 652f 7061 7468", {":path: /sample/path"}, {}, 0}});
}

TEST(AppendixC, C_2_3_LiteralNeverIndexed) {
  const example e{"C.2.3", "1008 7061 7373 776f 7264 0673 6563 7265 74", {"password! secret"}, {}, 0};
  expect_decodes({e});
}

TEST(AppendixC, C_2_4_Indexed) {
  const example e{"C.2.4", "82", {":method: GET"}, {}, 0};
  expect_decodes({e});
  encoder by;
  expect_encodes(by, {{":method", "GET"}}, e);
}

TEST(AppendixC, C_3_RequestsWithoutHuffman) {
  expect_decodes(requests("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", "8286 84be 5808 6e6f 2d63 6163 6865",
                          "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"));
}

TEST(AppendixC, C_4_RequestsWithHuffman) { expect_decodes(requests_with_huffman()); }

TEST(AppendixC, C_4_IsWhatOurEncoderWrites) {
  encoder by;
  const std::vector<example> all = requests_with_huffman();
  expect_encodes(by, get, all[0]);
  expect_encodes(by, get_again, all[1]);
  expect_encodes(by, get_page, all[2]);
}

TEST(AppendixC, C_5_ResponsesWithoutHuffman) {
  expect_decodes(responses("4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133"
                           "2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70"
                           "6c65 2e63 6f6d",
                           "4803 3330 37c1 c0bf",
                           "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d"
                           "54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049"
                           "5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e"
                           "3d31"),
                 256);
}

TEST(AppendixC, C_6_ResponsesWithHuffman) {
  expect_decodes(responses("4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                           "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
                           "4883 640e ffc1 c0bf",
                           "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
                           "77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f"
                           "9587 3160 65c0 03ed 4ee5 b106 3d50 07"),
                 256);
}

TEST(AppendixC, C_6_BeginsAsOurEncoderWrites) {
  encoder by({.max_table_size = 256});
  byte_buffer update;
  by.encode({}, update);
  EXPECT_WIRE_EQ(update, hex("3f e1 01")) << "256, which the example leaves to SETTINGS";
  expect_encodes(by, {{":status", "302"}, {"cache-control", "private"}},
                 {"status and cache-control of C.6.1",
                  "4882 6402 5885 aec3 771a 4b",
                  {},
                  {"cache-control: private", ":status: 302"},
                  94});
  // Not indexed (0f), but the same names and texts.
  expect_encodes(by, {{"date", "Mon, 21 Oct 2013 20:13:21 GMT"}, {"location", "https://www.example.com"}},
                 {"date and location of C.6.1",
                  "0f12 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff"
                  "0f1f 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
                  {},
                  {"cache-control: private", ":status: 302"},
                  94});
}

}  // namespace
