#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "alerts/alert.hpp"

namespace nightjar {

/// How long words of people hold.
struct DeedTerms {
  /// From handing on to "received". A crew that has a link hears at once; one that has said nothing for a
  /// minute has none, and the radio still reaches it.
  std::chrono::seconds receive_within{60};
  /// That an entry is current. Lists are amended through the day, and the owner's word is soon an old one.
  std::chrono::minutes entry_current{30};
};

/// The actions of people, for messages: "acknowledged, confirmed, …".
[[nodiscard]] std::string deed_names();

/// Why a person's action cannot be taken whatever the alert, in words: not an action of people, a code that
/// the action does not have, a verdict without a revision, a crew without a name. Empty: it can.
[[nodiscard]] std::string deed_fault(AlertHappening what, const AlertAction& action);

/// Why it cannot be taken on an alert in this state. Empty: it can. What has changed since a verdict's
/// revision is not its business.
[[nodiscard]] std::string deed_refusal(const AlertEvent& event, AlertHappening what,
                                       const AlertAction& action);

/// Neither a person of the room has taken it on, nor has a crew received it.
[[nodiscard]] bool nobody_has(const AlertEvent& event);

/// What a deed makes of an alert's state; `now` is the clock of the room.
void apply_deed(AlertEvent& event, AlertHappening what, const AlertAction& action, const std::string& person,
                CaptureTime now, const DeedTerms& terms = {});

/// A deed in a line for people: "handed on to Rural 2, to be received by 20:37:00Z".
[[nodiscard]] std::string deed_outcome(const AlertEvent& event);

}  // namespace nightjar
