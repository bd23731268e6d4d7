#include <fmt/format.h>

#include "alerts/alert_names.hpp"
#include "config/site_tables.hpp"

namespace nightjar {
namespace {

std::vector<AlertHandling> read_handlings(TableReader& reader) {
  constexpr std::string_view kExpected = "alarm, queue, record";
  std::vector<AlertHandling> handlings;
  for (const std::string& word :
       reader.texts("handling", kExpected).value_or(std::vector<std::string>{"alarm"})) {
    if (const auto handling = named<AlertHandling>(word)) {
      handlings.push_back(*handling);
    } else {
      reader.refuse("handling", fmt::format("found {}, expected alarm, queue or record", shown(word)));
    }
  }
  return handlings;
}

std::optional<std::chrono::seconds> read_seconds(TableReader& reader, std::string_view key) {
  const auto seconds = reader.whole_number(key, {1, 86400, "seconds"});
  return seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
}

}  // namespace

DeedTerms read_room(TableReader& root) {
  DeedTerms terms;
  auto reader = root.table("room", "a table [room]");
  if (!reader) return terms;
  terms.receive_within = read_seconds(*reader, "receive_within_s").value_or(terms.receive_within);
  if (const auto minutes = reader->whole_number("entry_current_min", {1, 1440, "minutes"}))
    terms.entry_current = std::chrono::minutes(*minutes);
  reader->refuse_unknown();
  return terms;
}

std::vector<EscalationStep> read_escalation(TableReader& root) {
  std::vector<EscalationStep> steps;
  for (TableReader& reader : root.tables("escalation")) {
    EscalationStep step;
    const auto up_to = reader.whole_number("up_to_priority", {0, 100, "a priority"});
    step.up_to_priority = up_to.value_or(100);
    if (up_to && !steps.empty() && *up_to <= steps.back().up_to_priority)
      reader.refuse("up_to_priority", fmt::format("found {}, expected more than the {} of the table before",
                                                  *up_to, steps.back().up_to_priority));
    step.after = read_seconds(reader, "after_s").value_or(step.after);
    step.every = read_seconds(reader, "every_s").value_or(step.after);
    step.times = reader.whole_number("times", {0, 1000, "times"}).value_or(step.times);
    step.handling = read_handlings(reader);
    reader.refuse_unknown();
    steps.push_back(std::move(step));
  }
  return steps.empty() ? usual_escalation() : steps;
}

}  // namespace nightjar
