#include "tools/nightjar/accept_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "alerts/journal.hpp"
#include "tools/nightjar/list_memory.hpp"
#include "tools/nightjar/load_hotlists.hpp"

namespace nightjar {
namespace {

/// What a start has against the list, and the bytes that a person would take all the same.
struct Refusal {
  std::string why;
  std::string digest;
  std::string fault;  ///< why nobody can accept it
};

Refusal refusal_of(const HotlistSite& list, const std::optional<ListMemory>& before) {
  const HotlistEditionLoad whole = load_with_any_bad_lines(list);
  if (!whole.index) {
    const auto faults = fault_lines(whole);
    return {{}, {}, "the edition cannot be read as a list: " + (faults.empty() ? "" : faults.back())};
  }
  Refusal refusal{{}, whole.index->edition().digest, {}};
  if (before) refusal.why = objection(*before, *whole.index);
  const std::size_t bad_lines = whole.bad_lines();
  const bool accepted = before && before->accepted == refusal.digest;
  if (bad_lines > static_cast<std::size_t>(list.max_bad_lines) && !accepted) {
    if (!refusal.why.empty()) refusal.why += ", and ";
    refusal.why += fmt::format("has {} bad lines, expected at most {}", bad_lines, list.max_bad_lines);
  }
  return refusal;
}

AuditRecord record_of(const HotlistSite& list, const std::string& person, const std::string& reason,
                      const std::string& outcome) {
  AuditRecord record;
  record.at = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  record.person = person;
  record.what = "accept";
  record.channel = list.channel;
  record.about = list.name;
  record.reason = reason;
  record.request = fmt::format("start-{}", record.at.time_since_epoch().count());
  record.outcome = outcome;
  return record;
}

}  // namespace

ListAcceptance accept_list_for_start(const Site& site, const std::string& list, const std::string& person,
                                     const std::string& reason) {
  const auto found = std::find_if(site.hotlists.begin(), site.hotlists.end(),
                                  [&](const HotlistSite& one) { return one.name == list; });
  if (found == site.hotlists.end()) return {false, false, "list: no \"" + list + "\" in the site file"};
  std::optional<ListMemory> before = remembered(site.journal, list);
  const Refusal refusal = refusal_of(*found, before);
  if (!refusal.fault.empty()) return {false, false, refusal.fault};
  if (refusal.why.empty()) return {false, false, "there is nothing to accept: a start takes this list"};
  try {
    Journal journal(site.journal);
    const std::string outcome = "comes in force at the next start: " + refusal.why;
    journal.note(record_of(*found, person, reason, outcome));
    if (!before) before.emplace();
    before->accepted = refusal.digest;
    if (!remember(site.journal, list, *before))
      return {false, false, "cannot be noted in " + site.journal.string()};
    return {true, false, outcome};
  } catch (const JournalError& error) {
    return {false, error.cause() == JournalError::Cause::held, error.what()};
  }
}

}  // namespace nightjar
