#pragma once

#include <cstddef>
#include <string>

#include "alerts/desk_request.hpp"
#include "alerts/json_fields.hpp"

namespace nightjar {

/// Items of an answer up to so many bytes, but one at least.
class DeskPage {
 public:
  explicit DeskPage(std::size_t bytes);

  /// False where it is full; then the item is not in it.
  bool take(nlohmann::ordered_json item);

  DeskAnswer answer;

 private:
  std::size_t room_;
  std::size_t used_ = 0;
};

/// How large a page the asker wants, of those that there are.
[[nodiscard]] std::size_t page_bytes(JsonFields& fields);

/// What the asker takes in small, if it says so: all items in one.
[[nodiscard]] DeskAnswer in_small(DeskAnswer answer, bool packed);

}  // namespace nightjar
