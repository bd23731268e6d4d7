#include "alerts/retention.hpp"

#include <fmt/format.h>
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

void Retention::begin(const Journal& journal, CaptureTime now, std::optional<CaptureTime> leapt_at) {
  (void)believes(journal, now);
  if (leapt_at && now > *leapt_at - options_.most_leap && !options_.clock_is_kept())
    doubt_from(options_.steady());
}

/// In words that do not say how far: what was expected may come from a channel that others may not know.
void Retention::doubt_from(Steady steady) {
  doubted_until_ = steady + options_.doubt;
  doubt_ = fmt::format(
      "the clock is far ahead of what is expected, and nothing keeps it: nothing is deleted for {} h of "
      "running, or until it is set right",
      options_.doubt.count());
  spdlog::critical("{}", *doubt_);
}

bool Retention::believes(const Journal& journal, CaptureTime now) {
  const Steady steady = options_.steady();
  const std::optional<CaptureTime> expected =
      looked_at_
          ? looked_at_->first + std::chrono::duration_cast<CaptureTime::duration>(steady - looked_at_->second)
          : journal.history().newest_at();
  const CaptureTime::duration most =
      looked_at_ ? CaptureTime::duration(options_.most_leap) : CaptureTime::duration(options_.most_rest);
  looked_at_ = {now, steady};
  if (expected && now - *expected > most && !options_.clock_is_kept()) {
    doubt_from(steady);
  } else if (expected && *expected - now > most) {
    doubted_until_.reset();  // it was set right
  }
  if (doubted_until_ && steady >= *doubted_until_) doubted_until_.reset();
  if (!doubted_until_) doubt_.reset();
  return !doubted_until_;
}

std::uint64_t Retention::run(Journal& journal, CaptureTime now, const Gone& gone) {
  if (!believes(journal, now)) return 0;
  if (now < next_sweep_ && next_sweep_ - now < options_.sweep_every) return 0;  // a clock may be set back
  const std::uint64_t before = removed_;
  bool done = true;
  for (const auto& [channel, keep] : options_.keep) done = sweep(journal, channel, keep, now, gone) && done;
  const std::uint64_t removed = removed_ - before;
  if (!done) return removed;
  if (removed_ > 0) {
    spdlog::debug("journal: {} events deleted on time", removed_);  // the audit trail of each channel says it
    if (!journal.fold()) return removed;  // somebody reads; what was deleted is still in the log
  }
  next_sweep_ = now + options_.sweep_every;
  places_.clear();
  removed_ = 0;
  return removed;
}

bool Retention::sweep(Journal& journal, const std::string& channel, std::chrono::hours keep, CaptureTime now,
                      const Gone& gone) {
  HeldPlace& place = places_[channel];
  const std::vector<HeldEvent> due = journal.held_before(channel, now - keep, place, options_.at_once);
  if (due.empty()) return true;
  const auto kept = journal.kept(kept_holds(channel));
  const CaseHolds holds = kept ? CaseHolds::of_text(*kept) : CaseHolds();
  std::vector<HeldEvent> going;
  for (const HeldEvent& event : due)
    if (holds.holding(event.alert, event.text) == nullptr) going.push_back(event);
  if (!going.empty()) removed_ += journal.remove(going, deletion(channel, keep, now)).events;
  for (const HeldEvent& event : going)
    if (gone) gone(event);
  place = {due.back().at_ms, due.back().number};
  return false;
}

}  // namespace nightjar
