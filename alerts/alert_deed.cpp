#include "alerts/alert_deed.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "alerts/alert_names.hpp"

namespace nightjar {
namespace {

constexpr std::array<std::string_view, 5> kRejections{"misread", "stale", "clone", "duplicate", "other"};
constexpr std::array<std::string_view, 2> kConfirmations{"characters", "entry"};
constexpr std::array<std::string_view, 10> kOutcomes{"stopped",         "observed", "no resource", "lost",
                                                     "passed to force", "found",    "own officer", "animal",
                                                     "hot object",      "other"};

template <std::size_t N>
std::string one_of(const std::array<std::string_view, N>& words, const std::optional<std::string>& word,
                   const std::string& name) {
  if (word && std::find(words.begin(), words.end(), *word) != words.end()) return {};
  std::string fault = name + ": found " + (word ? "\"" + *word + "\"" : "nothing") + ", expected one of ";
  for (const std::string_view each : words) {
    if (each != words.front()) fault += ", ";
    fault += each;
  }
  return fault;
}

}  // namespace

std::string deed_fault(AlertHappening what, const AlertAction& action) {
  const bool is_verdict = what == AlertHappening::confirmed || what == AlertHappening::rejected;
  if (is_verdict && !action.revision)
    return "revision: missing, expected the revision of the alert that the verdict is about";
  switch (what) {
    case AlertHappening::acknowledged:
      return {};
    case AlertHappening::noted:
      return action.note.value_or("").empty() ? "note: missing, expected what is to be noted" : "";
    case AlertHappening::confirmed:
      return one_of(kConfirmations, action.confirms, "confirms");
    case AlertHappening::rejected:
      return one_of(kRejections, action.code, "code");
    case AlertHappening::closed:
      return one_of(kOutcomes, action.code, "code");
    default:
      return "action: found \"" + std::string(name_of(what)) +
             "\", expected acknowledged, confirmed, rejected, noted or closed";
  }
}

void apply_deed(AlertEvent& event, AlertHappening what, const AlertAction& action, const std::string& person,
                CaptureTime now) {
  if (what == AlertHappening::acknowledged) event.acknowledged_by = person;
  if (what != AlertHappening::confirmed) return;
  auto& confirmation = action.confirms == "entry" ? event.entry_confirmed : event.characters_confirmed;
  confirmation = Confirmation{person, action.revision.value_or(event.revision), now};
}

}  // namespace nightjar
