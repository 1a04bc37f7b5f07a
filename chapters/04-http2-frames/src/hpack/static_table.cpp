// SPDX-License-Identifier: MIT
#include "text_hash.hpp"

#include <h2/hpack/static_table.hpp>

#include <algorithm>
#include <array>

namespace h2::hpack {
namespace {

struct known_field {
  std::string_view name;
  std::string_view value = {};
};

// RFC 7541 Appendix A. Entries of one name stand together, which find_static uses.
constexpr std::array<known_field, static_table_size> appendix_a = {{
    {":authority"},
    {":method", "GET"},
    {":method", "POST"},
    {":path", "/"},
    {":path", "/index.html"},
    {":scheme", "http"},
    {":scheme", "https"},
    {":status", "200"},
    {":status", "204"},
    {":status", "206"},
    {":status", "304"},
    {":status", "400"},
    {":status", "404"},
    {":status", "500"},
    {"accept-charset"},
    {"accept-encoding", "gzip, deflate"},
    {"accept-language"},
    {"accept-ranges"},
    {"accept"},
    {"access-control-allow-origin"},
    {"age"},
    {"allow"},
    {"authorization"},
    {"cache-control"},
    {"content-disposition"},
    {"content-encoding"},
    {"content-language"},
    {"content-length"},
    {"content-location"},
    {"content-range"},
    {"content-type"},
    {"cookie"},
    {"date"},
    {"etag"},
    {"expect"},
    {"expires"},
    {"from"},
    {"host"},
    {"if-match"},
    {"if-modified-since"},
    {"if-none-match"},
    {"if-range"},
    {"if-unmodified-since"},
    {"last-modified"},
    {"link"},
    {"location"},
    {"max-forwards"},
    {"proxy-authenticate"},
    {"proxy-authorization"},
    {"range"},
    {"referer"},
    {"refresh"},
    {"retry-after"},
    {"server"},
    {"set-cookie"},
    {"strict-transport-security"},
    {"transfer-encoding"},
    {"user-agent"},
    {"vary"},
    {"via"},
    {"www-authenticate"},
}};

constexpr std::size_t text_size() {
  std::size_t size = 0;
  for (const known_field& f : appendix_a) size += f.name.size() + f.value.size();
  return size;
}

/// The table as the decoder copies it: names and values behind each other in one text.
struct joined_table {
  std::array<char, text_size()> text{};
  std::array<std::uint16_t, static_table_size + 1> begins{};
};

constexpr joined_table join() {
  joined_table made;
  std::size_t at = 0;
  for (std::size_t i = 0; i < static_table_size; ++i) {
    made.begins[i] = static_cast<std::uint16_t>(at);
    for (const char c : appendix_a[i].name) made.text[at++] = c;
    for (const char c : appendix_a[i].value) made.text[at++] = c;
  }
  made.begins[static_table_size] = static_cast<std::uint16_t>(at);
  return made;
}
constexpr joined_table joined = join();

/// Open addressing: a name's first entry, from 1, at its hash or in the next free slot; 52 names in 128 slots.
constexpr std::size_t slots = 128;
constexpr std::size_t slot_of(std::string_view name) { return text_hash(name, name.size()) % slots; }

constexpr std::array<std::uint8_t, slots> make_index() {
  std::array<std::uint8_t, slots> made{};
  for (std::size_t i = 0; i < static_table_size; ++i) {
    if (i > 0 && appendix_a[i].name == appendix_a[i - 1].name) continue;
    std::size_t slot = slot_of(appendix_a[i].name);
    while (made[slot] != 0) slot = (slot + 1) % slots;
    made[slot] = static_cast<std::uint8_t>(i + 1);
  }
  return made;
}
constexpr std::array<std::uint8_t, slots> index_by_name = make_index();

}  // namespace

joined_field static_joined(std::uint32_t index) {
  const std::size_t begin = joined.begins[index - 1];
  return {{joined.text.data() + begin, joined.begins[index] - begin}, appendix_a[index - 1].name.size()};
}

header_field static_entry(std::uint32_t index) { return {appendix_a[index - 1].name, appendix_a[index - 1].value}; }

static_match find_static(std::string_view name, std::string_view value) {
  std::size_t slot = slot_of(name);
  while (index_by_name[slot] != 0 && appendix_a[index_by_name[slot] - 1U].name != name) slot = (slot + 1) % slots;
  const std::uint32_t first = index_by_name[slot];
  if (first == 0) return {};
  for (std::uint32_t i = first; i <= static_table_size && appendix_a[i - 1].name == name; ++i) {
    if (appendix_a[i - 1].value == value) return {.index = i, .with_value = true};
  }
  return {.index = first};
}

}  // namespace h2::hpack
