// SPDX-License-Identifier: MIT
//
// The text is written as the tree is walked. A boost::json::value in between would double the memory and print 17.0
// as 1.7E1.
#include <netrpc/gob_json.hpp>

#include <netrpc/base64.hpp>
#include <netrpc/utf8.hpp>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace netrpc::gob {
namespace {

std::string quoted(std::string_view text) { return boost::json::serialize(valid_utf8(text)); }

class json_writer {
 public:
  std::string take() { return std::move(out_); }

  void write(const value& v) { std::visit(*this, v.content); }

  void operator()(bool v) { out_ += v ? "true" : "false"; }
  void operator()(std::int64_t v) { fmt::format_to(std::back_inserter(out_), "{}", v); }
  void operator()(std::uint64_t v) { fmt::format_to(std::back_inserter(out_), "{}", v); }
  void operator()(double v) {
    if (std::isnan(v)) out_ += "\"NaN\"";
    else if (std::isinf(v)) out_ += v > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    else fmt::format_to(std::back_inserter(out_), "{}", v);
  }
  void operator()(const std::complex<double>& v) {
    out_ += "{\"real\":";
    (*this)(v.real());
    out_ += ",\"imag\":";
    (*this)(v.imag());
    out_ += '}';
  }
  void operator()(const std::string& v) { out_ += quoted(v); }
  void operator()(const bytes& v) {
    out_ += "{\"base64\":\"";
    append_base64(out_, v);
    out_ += "\"}";
  }
  void operator()(const opaque_value& v) {
    out_ += "{\"type\":" + quoted(v.type_name) + ",\"base64\":\"";
    append_base64(out_, v.data);
    out_ += "\"}";
  }
  void operator()(const interface_value& v) {
    if (v.content == nullptr) {
      out_ += "null";
      return;
    }
    out_ += "{\"type\":" + quoted(v.concrete_name) + ",\"value\":";
    write(*v.content);
    out_ += '}';
  }
  void operator()(const sequence_value& v) {
    list('[', ']', v.elements, [this](const value& element) { write(element); });
  }
  void operator()(const struct_value& v) {
    std::unordered_map<std::string, const value*> latest;
    for (const value_field& field : v.fields) latest[valid_utf8(field.name)] = field.content.get();
    std::vector<value_field> shown = v.fields;
    std::erase_if(shown,
                  [&](const value_field& field) { return latest[valid_utf8(field.name)] != field.content.get(); });
    list('{', '}', shown, [this](const value_field& field) {
      out_ += quoted(field.name) + ':';
      write(*field.content);
    });
  }
  void operator()(const map_value& v) {
    if (is_object(v)) {
      list('{', '}', v.entries, [this](const auto& entry) {
        write(entry.first);
        out_ += ':';
        write(entry.second);
      });
    } else {
      list('[', ']', v.entries, [this](const auto& entry) {
        out_ += "{\"key\":";
        write(entry.first);
        out_ += ",\"value\":";
        write(entry.second);
        out_ += '}';
      });
    }
  }

 private:
  static bool is_object(const map_value& map) {
    std::unordered_set<std::string> keys;
    return std::all_of(map.entries.begin(), map.entries.end(), [&](const auto& entry) {
      const auto* key = std::get_if<std::string>(&entry.first.content);
      return key != nullptr && keys.insert(valid_utf8(*key)).second;
    });
  }

  template <class Items, class Write>
  void list(char open, char close, const Items& items, Write write_item) {
    out_ += open;
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      write_item(item);
    }
    out_ += close;
  }

  std::string out_;
};

}  // namespace

std::string to_json(const value& v) {
  json_writer writer;
  writer.write(v);
  return writer.take();
}

}  // namespace netrpc::gob
