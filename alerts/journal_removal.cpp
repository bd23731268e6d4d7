#include <utility>

#include "alerts/journal.hpp"
#include "alerts/journal_transactions.hpp"
#include "alerts/seq_ranges.hpp"

namespace nightjar {

std::uint64_t Journal::gone_before(const std::string& channel) const {
  return reading([&] {
    SqliteStatement& row = tables_->first_held;
    row.bind(1, stream_).bind(2, channel);
    const bool held = row.step() && row.bytes(0).has_value();
    const std::uint64_t seq = held ? static_cast<std::uint64_t>(row.integer(0)) : end_of(channel).seq + 1;
    row.reset();
    return seq;
  });
}

ChainEnd Journal::audit_end_of(const std::string& channel) const {
  return tables_->audit.end_of(channel);
}

bool Journal::has_alert(const std::string& channel, const std::string& alert) const {
  return reading([&] {
    SqliteStatement& row = tables_->of_alert;
    const bool found = row.bind(1, alert).bind(2, channel).step();
    row.reset();
    return found;
  });
}

std::vector<HeldEvent> Journal::held_before(std::string_view channel, CaptureTime time, HeldPlace behind,
                                            std::size_t limit) const {
  return reading([&] { return tables_->removal.before(channel, time, behind, limit); });
}

Removed Journal::remove(std::span<const HeldEvent> events, const AuditRecord& record) {
  std::map<std::string, std::vector<HeldEvent>> by_stream;
  for (const HeldEvent& event : events) by_stream[event.stream].push_back(event);
  Removed removed;
  try {
    commit(
        [&] {
          for (const auto& [stream, of_stream] : by_stream) {
            SeqRanges seqs;
            for (const HeldEvent& event : of_stream) seqs.add(event.seq);
            const std::uint64_t pictures = tables_->removal.remove(of_stream);
            AuditRecord told = record;
            told.about = deleted_words(stream, seqs);
            told.request = random_id();
            told.outcome = std::to_string(of_stream.size()) + " events and " + std::to_string(pictures) +
                           " pictures deleted";
            tables_->audit.write(told, std::nullopt);
            removed.events += of_stream.size();
            removed.pictures += pictures;
          }
        },
        false);
  } catch (const JournalError&) {
    tables_->audit.forget();
    throw;
  }
  tables_->audit.commit();
  return removed;
}

bool Journal::fold() {
  return reading([&] {
    tables_->database.run("PRAGMA busy_timeout = 0");  // whoever reads just now is not waited for
    SqliteStatement checkpoint(tables_->database, "PRAGMA wal_checkpoint(TRUNCATE)");
    const bool folded = checkpoint.step() && checkpoint.integer(0) == 0;
    checkpoint.reset();
    tables_->database.run("PRAGMA busy_timeout = 2000");
    return folded;
  });
}

}  // namespace nightjar
