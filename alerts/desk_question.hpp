#pragma once

#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "alerts/desk_request.hpp"

namespace nightjar {

/// What came of a question.
struct DeskWord {
  bool told = false;    ///< false: refused, or no answer of the format; ask for the same a little later
  bool broken = false;  ///< of those not told: it was no refusal
  nlohmann::json page;  ///< with its items unpacked
};

/// The one question that a consumer has open at a desk: whether an answer is its own, when to ask again, and
/// how large an answer the link bears. Knows no socket. What it is given is untrusted. Belongs to one thread.
class DeskQuestion {
 public:
  using Clock = std::chrono::steady_clock;

  /// Whether none is open, or it has waited too long for its answer, and no pause is on.
  [[nodiscard]] bool may_be_put(Clock::time_point now) const;
  /// The request to send, named here where it has no `id` yet.
  [[nodiscard]] std::string put(nlohmann::ordered_json request, Clock::time_point now);
  /// nullopt: the text answers nothing that is open.
  std::optional<DeskWord> answer(std::string_view text, Clock::time_point now);

  /// The link is dead: it will not be answered.
  void drop();
  /// Asks nothing for a while.
  void pause(Clock::time_point now);

  /// How large the next answer may be; grows on a fast link.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// Why the desk refused last; empty: it did not.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

 private:
  void adapt(Clock::duration took);

  std::string id_;  ///< empty: none is open
  Clock::time_point asked_at_, not_before_;
  std::size_t bytes_ = 16 * 1024;
  std::string refusal_;
};

/// The items of an answer; an empty array where it has none.
[[nodiscard]] const nlohmann::json& items_of(const nlohmann::json& page);

}  // namespace nightjar
