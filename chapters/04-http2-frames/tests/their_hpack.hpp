// SPDX-License-Identifier: MIT
//
// nghttp2's HPACK with the manners of ours.
#pragma once

#include "header_text.hpp"

#include <h2/bytes.hpp>

#include <nghttp2/nghttp2.h>

#include <memory>
#include <optional>
#include <stdexcept>

namespace test {

class their_decoder {
 public:
  their_decoder() {
    nghttp2_hd_inflater* made = nullptr;
    if (nghttp2_hd_inflate_new(&made) != 0) throw std::bad_alloc();
    inflater_.reset(made);
  }
  /// Empty: refused, and of no use any more.
  [[nodiscard]] std::optional<lines> decode(h2::bytes block) {
    lines list;
    const auto* at = reinterpret_cast<const std::uint8_t*>(block.data());
    std::size_t left = block.size();
    while (true) {
      nghttp2_nv field = {};
      int flags = 0;
      const auto used = nghttp2_hd_inflate_hd2(inflater_.get(), &field, &flags, at, left, 1);
      if (used < 0) return std::nullopt;
      at += used;
      left -= static_cast<std::size_t>(used);
      if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) list.push_back(line_of(field));
      if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) break;
    }
    nghttp2_hd_inflate_end_headers(inflater_.get());
    return list;
  }
  void set_max_table_size(std::uint32_t size) {
    if (nghttp2_hd_inflate_change_table_size(inflater_.get(), size) != 0) throw std::runtime_error("change_table_size");
  }
  [[nodiscard]] lines table() const {
    lines made;
    for (std::size_t i = 62; i <= nghttp2_hd_inflate_get_num_table_entries(inflater_.get()); ++i) {
      made.push_back(line_of(*nghttp2_hd_inflate_get_table_entry(inflater_.get(), i)));
    }
    return made;
  }

 private:
  static std::string line_of(const nghttp2_nv& field) {
    return line({{reinterpret_cast<const char*>(field.name), field.namelen},
                 {reinterpret_cast<const char*>(field.value), field.valuelen},
                 (field.flags & NGHTTP2_NV_FLAG_NO_INDEX) != 0});
  }
  struct deleter {
    void operator()(nghttp2_hd_inflater* it) const { nghttp2_hd_inflate_del(it); }
  };
  std::unique_ptr<nghttp2_hd_inflater, deleter> inflater_;
};

class their_encoder {
 public:
  explicit their_encoder(std::uint32_t max_table_size = 4096) {
    nghttp2_hd_deflater* made = nullptr;
    if (nghttp2_hd_deflate_new(&made, max_table_size) != 0) throw std::bad_alloc();
    deflater_.reset(made);
  }
  [[nodiscard]] h2::byte_buffer encode(const h2::header_list& list) {
    std::vector<nghttp2_nv> fields;
    for (const h2::header_field f : list) {
      fields.push_back({reinterpret_cast<std::uint8_t*>(const_cast<char*>(f.name.data())),
                        reinterpret_cast<std::uint8_t*>(const_cast<char*>(f.value.data())), f.name.size(),
                        f.value.size(),
                        static_cast<std::uint8_t>(f.never_indexed ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE)});
    }
    h2::byte_buffer out(nghttp2_hd_deflate_bound(deflater_.get(), fields.data(), fields.size()));
    const auto size = nghttp2_hd_deflate_hd(deflater_.get(), reinterpret_cast<std::uint8_t*>(out.data()), out.size(),
                                            fields.data(), fields.size());
    if (size < 0) throw std::runtime_error(nghttp2_strerror(static_cast<int>(size)));
    out.resize(static_cast<std::size_t>(size));
    return out;
  }
  void set_max_table_size(std::uint32_t size) {
    if (nghttp2_hd_deflate_change_table_size(deflater_.get(), size) != 0) throw std::runtime_error("change_table_size");
  }

 private:
  struct deleter {
    void operator()(nghttp2_hd_deflater* it) const { nghttp2_hd_deflate_del(it); }
  };
  std::unique_ptr<nghttp2_hd_deflater, deleter> deflater_;
};

}  // namespace test
