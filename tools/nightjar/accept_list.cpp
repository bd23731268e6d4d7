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
  bool covert = false;  ///< of that, the list's own channel may not know
  std::string digest;
  std::string fault;  ///< why nobody can accept it
};

Refusal refusal_of(const HotlistSite& list, const std::optional<ListMemory>& before) {
  const HotlistEditionLoad whole = load_with_any_bad_lines(list, before);
  if (!whole.index) {
    const auto faults = fault_lines(whole);
    return {{}, false, {}, "the edition cannot be read as a list: " + (faults.empty() ? "" : faults.back())};
  }
  Refusal refusal{{}, false, whole.index->edition().digest, {}};
  if (before) {
    const ListObjection against = objection(*before, *whole.index);
    refusal.why = against.words;
    refusal.covert = against.covert;
  }
  const auto allowed = static_cast<std::size_t>(list.max_bad_lines);
  const std::size_t covert_bad = whole.covert_bad_lines();
  const std::size_t open_bad = whole.bad_lines() - covert_bad;
  const bool accepted = before && before->accepted == refusal.digest;
  if ((open_bad > allowed || covert_bad > allowed) && !accepted) {
    if (!refusal.why.empty()) refusal.why += ", and ";
    refusal.why += fmt::format("has {} bad lines, expected at most {}", whole.bad_lines(), allowed);
    refusal.covert = refusal.covert || covert_bad > 0;
  }
  return refusal;
}

/// On the channel that may know why the list was refused.
AuditRecord record_of(const HotlistSite& list, const std::string& person, const std::string& reason,
                      const Refusal& refusal) {
  AuditRecord record;
  record.at = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  record.person = person;
  record.what = "accept";
  record.channel = refusal.covert ? list.restricted_channel.value_or(list.channel) : list.channel;
  record.about = list.name;
  record.reason = reason;
  record.request = fmt::format("start-{}", record.at.time_since_epoch().count());
  record.outcome = "comes in force at the next start: " + refusal.why;
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
    const AuditRecord record = record_of(*found, person, reason, refusal);
    journal.note(record);
    if (!before) before.emplace();
    before->accepted = refusal.digest;
    if (!remember(site.journal, list, *before))
      return {false, false, "cannot be noted in " + site.journal.string()};
    return {true, false, record.outcome};
  } catch (const JournalError& error) {
    return {false, error.cause() == JournalError::Cause::held, error.what()};
  }
}

}  // namespace nightjar
