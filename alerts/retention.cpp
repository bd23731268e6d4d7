#include "alerts/retention.hpp"

#include <spdlog/spdlog.h>

#include <utility>
#include <vector>

#include "alerts/case_holds.hpp"

namespace nightjar {
namespace {

AuditRecord deletion(const std::string& channel, std::chrono::hours keep, CaptureTime now) {
  AuditRecord record;
  record.at = now;
  record.person = "nightjar";
  record.what = "delete";
  record.channel = channel;
  record.reason = "kept for " + std::to_string(keep.count() / 24) + " days";
  return record;
}

}  // namespace

std::uint64_t Retention::run(Journal& journal, CaptureTime now) {
  if (now < next_sweep_ && next_sweep_ - now < options_.sweep_every) return 0;  // a clock may be set back
  const std::uint64_t before = removed_;
  bool done = true;
  for (const auto& [channel, keep] : options_.keep) done = sweep(journal, channel, keep, now) && done;
  const std::uint64_t removed = removed_ - before;
  if (!done) return removed;
  if (removed_ > 0) {
    spdlog::info("journal: {} events deleted on time", removed_);
    if (!journal.fold()) return removed;  // somebody reads; what was deleted is still in the log
  }
  next_sweep_ = now + options_.sweep_every;
  places_.clear();
  removed_ = 0;
  return removed;
}

bool Retention::sweep(Journal& journal, const std::string& channel, std::chrono::hours keep,
                      CaptureTime now) {
  HeldPlace& place = places_[channel];
  const std::vector<HeldEvent> due = journal.held_before(channel, now - keep, place, options_.at_once);
  if (due.empty()) return true;
  const auto kept = journal.kept(kept_holds(channel));
  const CaseHolds holds = kept ? CaseHolds::of_text(*kept) : CaseHolds();
  std::vector<HeldEvent> going;
  for (const HeldEvent& event : due)
    if (holds.holding(event.alert, event.text) == nullptr) going.push_back(event);
  if (!going.empty()) removed_ += journal.remove(going, deletion(channel, keep, now)).events;
  place = {due.back().at_ms, due.back().number};
  return false;
}

}  // namespace nightjar
