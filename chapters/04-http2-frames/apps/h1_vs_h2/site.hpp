// SPDX-License-Identifier: MIT
//
// What the one server offers: a page whose answer takes time, and small ones that are there at once. Time here is a
// gate that the client opens, so what waits for what does not depend on how fast a machine is.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace versus {

/// Name and value, with the names as HTTP/1.1 likes to write them; HTTP/2 wants them in lower case.
struct field {
  std::string_view name;
  std::string_view value;
};

inline constexpr std::string_view host = "shop.example";
inline constexpr std::string_view slow_path = "/report";

/// What a client says with every request, about itself and not about the request.
[[nodiscard]] const std::vector<field>& request_fields();
/// What the server says with every answer, besides its length.
[[nodiscard]] const std::vector<field>& response_fields();

[[nodiscard]] std::string small_path(int number);
[[nodiscard]] std::string content_of(std::string_view path);

/// Answers later, or at once. One thread.
class site {
 public:
  using answer = std::function<void(const std::string& content)>;

  void ask(std::string_view path, answer done);
  /// The slow answers asked for so far are ready now.
  void open_gate();

 private:
  std::vector<std::function<void()>> behind_gate_;
};

}  // namespace versus
