// SPDX-License-Identifier: MIT
#include "hpack_rates.hpp"

#include "rows.hpp"
#include "stopwatch.hpp"

#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>

#include <nghttp2/nghttp2.h>

#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace bench {
namespace {

using h2::byte_buffer;
using h2::header_list;

/// What grpc++ sends for one call, and one piece of metadata.
const header_list& ten_fields() {
  static const header_list list{{":method", "POST"},
                                {":scheme", "http"},
                                {":path", "/user.User/GetUser"},
                                {":authority", "127.0.0.1:50051"},
                                {"te", "trailers"},
                                {"content-type", "application/grpc"},
                                {"user-agent", "grpc-c++/1.51.1 grpc-c/29.0.0 (linux; chttp2)"},
                                {"grpc-accept-encoding", "identity, deflate, gzip"},
                                {"accept-encoding", "identity, gzip"},
                                {"x-tenant", "rpc-anatomy"}};
  return list;
}

/// 4 kB in one field that no table takes: its text is all there is to do.
const header_list& long_text() {
  static const header_list list = [] {
    std::string text;
    while (text.size() < 4096) text += "/articles/2022/rpc-and-grpc?from=index&page=7, Mon, 21 Oct 2013 20:13:21 GMT; ";
    header_list one;
    one.add("x-text", text, true);
    return one;
  }();
  return list;
}

std::vector<nghttp2_nv> as_theirs(const header_list& list) {
  std::vector<nghttp2_nv> made;
  for (const h2::header_field f : list) {
    const auto text = [](std::string_view of) { return reinterpret_cast<std::uint8_t*>(const_cast<char*>(of.data())); };
    const auto flags = f.never_indexed ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE;
    made.push_back({text(f.name), text(f.value), f.name.size(), f.value.size(), static_cast<std::uint8_t>(flags)});
  }
  return made;
}

class their_encoder {
 public:
  explicit their_encoder(const header_list& list) : fields_(as_theirs(list)) {
    nghttp2_hd_deflater* made = nullptr;
    if (nghttp2_hd_deflate_new(&made, h2::hpack::default_table_size) != 0) throw std::bad_alloc();
    deflater_.reset(made);
    room_.resize(nghttp2_hd_deflate_bound(made, fields_.data(), fields_.size()));
  }
  h2::bytes encode() {
    const auto size = nghttp2_hd_deflate_hd(deflater_.get(), reinterpret_cast<std::uint8_t*>(room_.data()),
                                            room_.size(), fields_.data(), fields_.size());
    if (size < 0) throw std::runtime_error("nghttp2 does not encode");
    return h2::bytes(room_).first(static_cast<std::size_t>(size));
  }

 private:
  struct deleter {
    void operator()(nghttp2_hd_deflater* it) const { nghttp2_hd_deflate_del(it); }
  };
  std::vector<nghttp2_nv> fields_;
  std::unique_ptr<nghttp2_hd_deflater, deleter> deflater_;
  byte_buffer room_;
};

class their_decoder {
 public:
  their_decoder() {
    nghttp2_hd_inflater* made = nullptr;
    if (nghttp2_hd_inflate_new(&made) != 0) throw std::bad_alloc();
    inflater_.reset(made);
  }
  /// How many fields. They are views into its tables and buffers; ours are copied into a list.
  std::size_t decode(h2::bytes block) {
    std::size_t fields = 0;
    const auto* at = reinterpret_cast<const std::uint8_t*>(block.data());
    std::size_t left = block.size();
    for (int flags = 0; (flags & NGHTTP2_HD_INFLATE_FINAL) == 0;) {
      nghttp2_nv field;
      const auto used = nghttp2_hd_inflate_hd2(inflater_.get(), &field, &flags, at, left, 1);
      if (used < 0) throw std::runtime_error("nghttp2 does not decode");
      at += used;
      left -= static_cast<std::size_t>(used);
      if ((flags & NGHTTP2_HD_INFLATE_EMIT) == 0) continue;
      benchmark::DoNotOptimize(field);
      ++fields;
    }
    nghttp2_hd_inflate_end_headers(inflater_.get());
    return fields;
  }

 private:
  struct deleter {
    void operator()(nghttp2_hd_inflater* it) const { nghttp2_hd_inflate_del(it); }
  };
  std::unique_ptr<nghttp2_hd_inflater, deleter> inflater_;
};

class our_encoder {
 public:
  explicit our_encoder(const header_list& list) : list_(list) {}
  h2::bytes encode() {
    out_.clear();
    encoder_.encode(list_, out_);
    return out_;
  }

 private:
  const header_list& list_;
  h2::hpack::encoder encoder_;
  byte_buffer out_;
};

class our_decoder {
 public:
  std::size_t decode(h2::bytes block) {
    list_.clear();
    if (!decoder_.decode(block, list_)) throw std::runtime_error("we do not decode");
    benchmark::DoNotOptimize(list_);
    return list_.size();
  }

 private:
  h2::hpack::decoder decoder_;
  header_list list_;
};

template <class Encoder>
double encode_rate(const header_list& list, double seconds) {
  Encoder by(list);
  (void)by.encode();  // the table is warm from here on
  return rate(seconds, [&] { benchmark::DoNotOptimize(by.encode().data()); });
}

/// Both decode what nghttp2 encodes: a :path is then a literal, which its policy never indexes.
template <class Decoder>
double decode_rate(const header_list& list, double seconds) {
  their_encoder from(list);
  Decoder by;
  if (by.decode(from.encode()) != list.size()) throw std::runtime_error("fields are missing");
  const h2::bytes warm = from.encode();
  const byte_buffer block(warm.begin(), warm.end());
  return rate(seconds, [&] { benchmark::DoNotOptimize(by.decode(block)); });
}

struct measurement {
  row shown;
  std::function<double(double)> ours, theirs;
};

std::vector<measurement> all() {
  const header_list& ten = ten_fields();
  const header_list& text = long_text();
  return {
      {{"HPACK encode, ten fields, warm table", "lists/s", "nghttp2", 2.0, "higher"},
       [&](double s) { return encode_rate<our_encoder>(ten, s); },
       [&](double s) { return encode_rate<their_encoder>(ten, s); }},
      {{"HPACK decode, ten fields, warm table", "lists/s", "nghttp2", 2.0, "higher"},
       [&](double s) { return decode_rate<our_decoder>(ten, s); },
       [&](double s) { return decode_rate<their_decoder>(ten, s); }},
      {{"Huffman encode, 4 kB", "texts/s", "nghttp2", std::nullopt, "higher"},
       [&](double s) { return encode_rate<our_encoder>(text, s); },
       [&](double s) { return encode_rate<their_encoder>(text, s); }},
      {{"Huffman decode, 4 kB", "texts/s", "nghttp2", std::nullopt, "higher"},
       [&](double s) { return decode_rate<our_decoder>(text, s); },
       [&](double s) { return decode_rate<their_decoder>(text, s); }},
  };
}

}  // namespace

void measure_hpack(int rounds, double seconds) {
  for (measurement& each : all()) {
    std::cerr << each.shown.name << std::endl;
    for (int round = 0; round < rounds; ++round) {
      each.shown.ours.push_back(each.ours(seconds));
      each.shown.peer.push_back(each.theirs(seconds));
    }
    print(each.shown);
  }
}

}  // namespace bench
