#include "alerts/sortie_retention.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "alerts/case_holds.hpp"
#include "alerts/kept_reader.hpp"

namespace nightjar {
namespace {

AuditRecord deletion(const Sortie& sortie, const std::string& channel, std::chrono::hours keep,
                     CaptureTime now) {
  AuditRecord record;
  record.at = now;
  record.person = "nightjar";
  record.what = "delete";
  record.channel = channel;
  record.about = "sortie " + sortie.id;
  record.reason = "kept for " + std::to_string(keep.count() / 24) + " days";
  record.request = random_id();
  record.outcome = "what is known of the sortie, and where it looked, deleted";
  record.sortie = sortie.id;
  return record;
}

}  // namespace

std::string SortieRetention::channel_of(const Sortie& sortie) const {
  return sortie.channel.empty() ? options_.channel_of(sortie.feed) : sortie.channel;
}

bool SortieRetention::is_due(const Sortie& sortie, CaptureTime now) const {
  const auto keep = options_.keep.find(channel_of(sortie));
  return keep != options_.keep.end() && sortie.recorded_at && now - *sortie.recorded_at >= keep->second &&
         !options_.is_flying(sortie);
}

/// A hold may come while its flight is looked at: flights are condemned by those that are in force just then.
void SortieRetention::look_at_holds(const AlertDelivery& delivery) {
  Holds now;
  for (const auto& [channel, keep] : options_.keep)
    if (auto text = delivery.journal().kept(kept_holds(channel))) now.emplace(channel, std::move(*text));
  if (held_is_read_ && now == holds_) return;
  holds_ = std::move(now);
  held_is_read_ = false;
}

/// Beside the journal, for there may be thousands.
void SortieRetention::read_held() {
  held_.clear();
  for (const auto& [channel, text] : holds_) {
    const CaseHolds holds = CaseHolds::of_text(text);
    for (const CaseHold& hold : holds.holds()) {
      if (hold.of_mark) continue;
      held_.insert(hold.subject);
      const KeptReader reader(options_.journal);
      for (const JournalRow& row : (*reader).rows_of(channel, hold.subject))
        if (row.text) held_.insert(std::string(sortie_in(*row.text)));
    }
  }
  held_is_read_ = true;
}

/// On the alerts thread alone: nothing can be held in between.
bool SortieRetention::condemn(const Sortie& seen) {
  bool done = false;
  outlet_.run_errand([&](AlertDelivery& delivery) {
    const auto now = delivery.time_to_delete_by();
    if (!now) return;
    look_at_holds(delivery);
    const auto sortie = folder_.find(seen.id);
    if (!held_is_read_ || !sortie || held_.contains(seen.id) || !is_due(*sortie, *now)) return;
    const AuditRecord record =
        deletion(*sortie, channel_of(*sortie), options_.keep.at(channel_of(*sortie)), *now);
    if (!delivery.note(record, std::nullopt, false)) return;
    folder_.condemn(sortie->id);
    done = true;
  });
  return done;
}

std::uint64_t SortieRetention::sweep() {
  std::optional<CaptureTime> now;
  outlet_.run_errand([&](AlertDelivery& delivery) {
    now = delivery.time_to_delete_by();
    if (now) look_at_holds(delivery);
  });
  if (!now) return 0;
  for (const Sortie& sortie : folder_.all()) {
    if (!is_due(sortie, *now)) continue;
    if (!held_is_read_) read_held();
    if (!held_.contains(sortie.id) && condemn(sortie)) return 1;
  }
  return 0;
}

std::uint64_t SortieRetention::run(Steady now) {
  if (now < next_sweep_) return 0;
  next_sweep_ = now + options_.sweep_every;
  try {
    const std::uint64_t gone = sweep();
    (void)folder_.finish();
    if (gone > 0) next_sweep_ = now;  // there may be more
    return gone;
  } catch (const std::runtime_error& error) {
    spdlog::error("{}: sorties are not deleted on time: {}", options_.journal.string(), error.what());
    return 0;
  }
}

}  // namespace nightjar
