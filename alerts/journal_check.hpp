#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "alerts/journal_reader.hpp"
#include "alerts/noted_head.hpp"
#include "alerts/seq_ranges.hpp"

namespace nightjar {

/// Something in a journal that is not as it was written, in words that name stream, channel and number.
struct JournalFinding {
  std::string channel;  ///< empty: of the whole journal
  std::string words;
};

struct JournalCheckOptions {
  std::vector<NotedHead> heads;
  bool pages = true;                  ///< also ask SQLite for broken pages
  std::chrono::milliseconds pause{};  ///< after each page of rows, where others need the machine
  /// Called after each page with what is done, 0 to 1; false: stop here.
  std::function<bool(double)> go_on = [](double) { return true; };
};

struct JournalSoundness {
  std::vector<JournalFinding> findings;  ///< the first of them
  std::uint64_t found = 0;               ///< all of them
  std::uint64_t events = 0, deleted = 0, audit = 0, pictures = 0, heads = 0;
  std::vector<std::string> notes;  ///< what is no fault, but worth knowing
  bool finished = true;            ///< false: it was stopped
};

/// Holds a journal against its own chains: every event against its digest and head, numbers without gaps,
/// deleted ones against the record of their deletion, every picture against its name, every reference to one,
/// the audit trail, and heads that people have noted elsewhere. Goes on behind a finding, so that each is
/// named. Belongs to one thread.
class JournalCheck {
 public:
  /// Throws JournalError where there is no journal to read.
  JournalCheck(const std::filesystem::path& folder, JournalCheckOptions options);

  /// Throws nothing: a file that breaks off is a finding.
  [[nodiscard]] JournalSoundness run();

 private:
  using Chain = std::pair<std::string, std::string>;  // stream, channel

  void find(const std::string& channel, std::string words);
  void note(std::string words);
  void check_chain(const JournalChain& chain);
  void check_row(const JournalRow& row, std::uint64_t expected, const Sha256& before);
  void check_text(const JournalRow& row);
  void check_audit();
  void note_trail_head(const StoredAudit& record);
  void note_deletion(const std::string& text);
  void check_deletions();
  void check_evidence();
  void check_pictures();
  void check_heads();
  [[nodiscard]] bool page_done(std::uint64_t rows);

  JournalReader reader_;
  JournalCheckOptions options_;
  JournalSoundness result_;
  JournalReader::Sizes sizes_;
  std::uint64_t done_ = 0;
  std::map<Chain, SeqRanges> deleted_;                               ///< without a text
  std::map<Chain, SeqRanges> recorded_;                              ///< as the audit trail says
  std::vector<std::pair<JournalRow, std::string>> without_picture_;  ///< the event, and the picture it names
  std::vector<bool> heads_met_;
  std::vector<bool> trail_heads_met_;  ///< of the same heads' audit trails
};

}  // namespace nightjar
