#include "alerts/journal_check.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "alerts/audit.hpp"
#include "alerts/event_chain.hpp"
#include "alerts/event_removal.hpp"
#include "alerts/journal_folder.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kPage = 256;
constexpr std::size_t kPicturePage = 16;  // half a MiB each at most
constexpr std::size_t kMostFindings = 1000;
constexpr std::size_t kMostBrokenPages = 20;

std::string place_of(const std::string& stream, const std::string& channel, std::uint64_t seq) {
  return "stream " + stream + ", channel " + channel + ", event " + std::to_string(seq);
}

std::string span_words(std::uint64_t first, std::uint64_t last) {
  return first == last ? std::to_string(first) : std::to_string(first) + " to " + std::to_string(last);
}

bool is_of_head(const NotedHead& noted, const JournalRow& row) {
  return noted.channel == row.channel && noted.seq == row.seq && row.head == noted.head &&
         (!noted.stream || *noted.stream == row.stream);
}

}  // namespace

JournalCheck::JournalCheck(const std::filesystem::path& folder, JournalCheckOptions options)
    : reader_(folder),
      options_(std::move(options)),
      heads_met_(options_.heads.size(), false),
      trail_heads_met_(options_.heads.size(), false) {}

JournalSoundness JournalCheck::run() {
  try {
    sizes_ = reader_.sizes();
    for (const JournalChain& chain : reader_.chains())
      if (result_.finished) check_chain(chain);
    if (result_.finished) check_audit();
    if (result_.finished) check_deletions();
    if (result_.finished) check_evidence();
    if (result_.finished) check_pictures();
    if (result_.finished) check_heads();
    if (options_.pages && result_.finished)
      for (std::string& line : reader_.broken_pages(kMostBrokenPages)) find("", "the file: " + line);
  } catch (const JournalError& error) {
    find("", error.what());
  }
  return std::move(result_);
}

void JournalCheck::find(const std::string& channel, std::string words) {
  ++result_.found;
  if (result_.findings.size() < kMostFindings) result_.findings.push_back({channel, std::move(words)});
}

void JournalCheck::note(std::string words) {
  if (result_.notes.size() < kMostFindings) result_.notes.push_back(std::move(words));
}

bool JournalCheck::page_done(std::uint64_t rows) {
  done_ += rows;
  const std::uint64_t all = std::max<std::uint64_t>(1, sizes_.events + sizes_.audit + sizes_.pictures);
  result_.finished = options_.go_on(std::min(1.0, static_cast<double>(done_) / static_cast<double>(all)));
  if (result_.finished && options_.pause.count() > 0) std::this_thread::sleep_for(options_.pause);
  return result_.finished;
}

void JournalCheck::check_chain(const JournalChain& chain) {
  if (chain.stream.empty())
    find(chain.channel, "channel " + chain.channel + ": events of a stream that is not in the journal");
  std::uint64_t seq = 0;
  Sha256 head{};
  for (;;) {
    const std::vector<JournalRow> rows = reader_.rows(chain, seq, kPage);
    if (rows.empty()) return;
    for (const JournalRow& row : rows) {
      check_row(row, seq + 1, head);
      seq = row.seq;
      head = row.head.value_or(Sha256{});
    }
    if (!page_done(rows.size())) return;
  }
}

void JournalCheck::check_row(const JournalRow& row, std::uint64_t expected, const Sha256& before) {
  ++result_.events;
  const std::string place = place_of(row.stream, row.channel, row.seq);
  const bool gap = row.seq != expected;
  if (gap)
    find(row.channel, "stream " + row.stream + ", channel " + row.channel + ": " +
                          (row.seq == expected + 1 ? "event " : "events ") +
                          span_words(expected, row.seq - 1) + " missing");
  if (!row.digest || !row.head) {
    find(row.channel, place + ": its digest or head was changed");
  } else if (!gap && *row.head != sha256(before, *row.digest)) {
    find(row.channel, place + ": does not follow on the event before; one of the two was changed");
  }
  if (!row.text) {
    ++result_.deleted;
    deleted_[{row.stream, row.channel}].add(row.seq);
  } else if (row.digest && sha256(*row.text) != *row.digest) {
    find(row.channel, place + ": its text was changed");
  } else {
    check_text(row);
  }
  for (std::size_t i = 0; i < options_.heads.size(); ++i)
    if (is_of_head(options_.heads[i], row)) heads_met_[i] = true;
}

/// The columns by which events are found have to say what the text says.
void JournalCheck::check_text(const JournalRow& row) {
  const AlertReading reading = from_json(*row.text);
  const std::string place = place_of(row.stream, row.channel, row.seq);
  if (!reading.event) {
    note(place + ": this version cannot read it (" + reading.fault + "); it is as it was written");
    return;
  }
  const AlertEvent& event = *reading.event;
  if (event.stream != row.stream || event.channel != row.channel || event.seq != row.seq ||
      event.alert != row.alert || name_of(event.kind) != row.kind || name_of(event.event) != row.happening)
    find(row.channel, place + ": is kept under another name than it has");
  for (const EvidenceReference& reference : event.evidence) {
    if (reader_.has_picture(reference.sha256)) continue;
    if (event.journalled) {
      without_picture_.emplace_back(row, reference.sha256);
    } else {
      note(place + ": went out while the disk refused; its picture " + reference.sha256.substr(0, 16) +
           "… was never kept");
    }
  }
}

void JournalCheck::check_audit() {
  std::uint64_t number = 0;
  Sha256 head{};
  std::map<std::string, ChainEnd> trails;
  for (;;) {
    const std::vector<StoredAudit> records = reader_.audit(number, kPage);
    if (records.empty()) return;
    for (const StoredAudit& record : records) {
      ++result_.audit;
      const std::string place = "audit record " + std::to_string(record.number);
      const bool gap = record.number != number + 1;
      if (gap) find("", "audit records " + span_words(number + 1, record.number - 1) + " missing");
      if (!gap && record.head != sha256(head, record.digest))
        find("", place + ": does not follow on the record before; one of the two was changed");
      if (sha256(record.text) != record.digest) find("", place + ": its text was changed");
      ChainEnd& trail = trails[record.trail];
      const bool follows =
          record.seq == trail.seq + 1 && record.trail_head == sha256(trail.head, record.digest);
      if (!gap && !follows) find("", place + ": does not follow on the one of its channel before");
      trail = {record.seq, record.trail_head};
      note_trail_head(record);
      note_deletion(record.text);
      number = record.number;
      head = record.head;
    }
    if (!page_done(records.size())) return;
  }
}

void JournalCheck::note_trail_head(const StoredAudit& record) {
  for (std::size_t i = 0; i < options_.heads.size(); ++i) {
    const NotedHead& noted = options_.heads[i];
    if (noted.audit && noted.audit->seq == record.seq && noted.channel == record.trail &&
        noted.audit->head == record.trail_head)
      trail_heads_met_[i] = true;
  }
}

void JournalCheck::note_deletion(const std::string& text) {
  const auto record = audit_from_json(text);
  if (!record || (record->what != "delete" && record->what != "erase")) return;
  const auto deleted = deleted_of_words(record->about);
  if (!deleted) return;
  SeqRanges& seqs = recorded_[{deleted->stream, record->channel}];
  for (const auto& [first, last] : deleted->seqs.ranges()) seqs.add(first, last);
}

void JournalCheck::check_deletions() {
  for (const auto& [chain, seqs] : deleted_) {
    const SeqRanges& recorded = recorded_[chain];
    SeqRanges unrecorded;
    for (const auto& [first, last] : seqs.ranges())
      for (std::uint64_t seq = first; seq <= last; ++seq)
        if (!recorded.contains(seq)) unrecorded.add(seq);
    for (const auto& [first, last] : unrecorded.ranges())
      find(chain.second, place_of(chain.first, chain.second, first) +
                             (last > first ? " to " + std::to_string(last) : "") +
                             ": the text is missing, and no record says that it was deleted");
  }
}

/// What was deleted while others were looked at is no fault: each is asked for again.
void JournalCheck::check_evidence() {
  for (const auto& [row, picture] : without_picture_) {
    const auto now = reader_.rows({row.stream, row.channel, 0}, row.seq - 1, 1);
    if (!now.empty() && !now.front().text) continue;
    find(row.channel,
         place_of(row.stream, row.channel, row.seq) + ": its picture " + picture + " is missing");
  }
}

void JournalCheck::check_pictures() {
  std::int64_t number = 0;
  for (;;) {
    const std::vector<JournalPicture> pictures = reader_.pictures(number, kPicturePage);
    if (pictures.empty()) return;
    for (const JournalPicture& picture : pictures) {
      ++result_.pictures;
      number = picture.number;
      if (hex(sha256(picture.jpeg)) != picture.sha256)
        find("", "picture " + picture.sha256 + ": its bytes were changed");
    }
    if (!page_done(pictures.size())) return;
  }
}

void JournalCheck::check_heads() {
  for (std::size_t i = 0; i < options_.heads.size(); ++i) {
    const NotedHead& noted = options_.heads[i];
    ++result_.heads;
    if (noted.audit && !trail_heads_met_[i])
      find(noted.channel, "channel " + noted.channel + ", audit record " + std::to_string(noted.audit->seq) +
                              " of its trail: the noted head " + hex(noted.audit->head).substr(0, 16) +
                              "… is in no trail; records were cut off or replaced");
    if (heads_met_[i] || noted.seq == 0) continue;
    find(noted.channel, "channel " + noted.channel + ", event " + std::to_string(noted.seq) +
                            ": the noted head " + hex(noted.head).substr(0, 16) +
                            "… is in no chain; events were cut off or replaced");
  }
}

}  // namespace nightjar
