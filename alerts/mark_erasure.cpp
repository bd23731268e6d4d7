#include "alerts/mark_erasure.hpp"

#include <chrono>
#include <thread>
#include <vector>

#include "alerts/case_holds.hpp"
#include "alerts/journal_reader.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kAtOnce = 50;  // events in one transaction: alerts wait for it
constexpr int kFoldTries = 100;
constexpr std::chrono::milliseconds kFoldPause{20};

/// Deletes those of a page that no case needs at this moment. False where the disk refuses.
bool erase_page(AlertDelivery& delivery, std::vector<HeldEvent> page, const AuditRecord& record,
                MarkErased& erased) {
  const auto kept = delivery.journal().kept(kept_holds(record.channel));
  const CaseHolds holds = kept ? CaseHolds::of_text(*kept) : CaseHolds();
  const std::size_t all = page.size();
  std::erase_if(page,
                [&](const HeldEvent& event) { return holds.holding(event.alert, event.text) != nullptr; });
  erased.held += all - page.size();
  if (page.empty()) return true;
  const auto removed = delivery.erase(page, record);
  if (!removed) return false;
  erased.events += removed->events;
  erased.pictures += removed->pictures;
  return true;
}

/// So that what was deleted leaves no bytes in the write-ahead log; somebody may read just now.
void fold(AlertOutlet& outlet) {
  bool folded = false;
  for (int i = 0; i < kFoldTries && !folded; ++i) {
    if (i > 0) std::this_thread::sleep_for(kFoldPause);
    outlet.run_errand([&](AlertDelivery& delivery) { folded = delivery.fold(); });
  }
}

}  // namespace

std::optional<MarkErased> erase_mark(AlertOutlet& outlet, const std::filesystem::path& journal,
                                     const std::string& mark, const AuditRecord& record) {
  MarkErased erased;
  std::int64_t behind = 0;
  JournalReader reader(journal);
  const auto next = [&] { return reader.held_of_mark(record.channel, mark, behind, kAtOnce); };
  for (std::vector<HeldEvent> page = next(); !page.empty(); page = next()) {
    behind = page.back().number;
    bool done = false;
    outlet.run_errand(
        [&](AlertDelivery& delivery) { done = erase_page(delivery, std::move(page), record, erased); });
    if (!done) return std::nullopt;
  }
  if (erased.events > 0) fold(outlet);
  return erased;
}

}  // namespace nightjar
