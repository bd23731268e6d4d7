#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "alerts/catch_up_duties.hpp"
#include "alerts/channel_present.hpp"
#include "alerts/desk_page.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/kept_reader.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kRowsAtOnce = 32;
constexpr std::chrono::hours kPast{24};

Json event_item(const JournalRow& row) {
  Json item{{"seq", row.seq}};
  if (row.text) {
    item["text"] = *row.text;
  } else {
    item["deleted"] = true;
    item["digest"] = hex(row.digest.value_or(Sha256{}));
  }
  return item;
}

/// The head of a chain behind its event `seq`; nullopt where the journal's file does not have it.
std::optional<Sha256> head_at(JournalReader& journal, const JournalChain& chain, std::uint64_t seq) {
  if (seq == 0) return Sha256{};
  const auto links = journal.links(chain, seq, 1);
  if (links.empty() || links.front().seq != seq) return std::nullopt;
  return links.front().head;
}

/// What is held of a chain behind a number, as much as the page takes; where it ends within the file, false.
bool fill(DeskPage& page, JournalReader& journal, const JournalChain& chain, std::uint64_t& seq) {
  for (auto rows = journal.rows(chain, seq, kRowsAtOnce); !rows.empty();
       rows = journal.rows(chain, seq, kRowsAtOnce)) {
    for (const JournalRow& row : rows) {
      if (!page.take(event_item(row))) return true;
      seq = row.seq;
    }
  }
  return false;
}

/// Where everything behind `seq` up to some event is deleted: that event, if there is one, or the end.
std::optional<std::uint64_t> gone_before(JournalReader& journal, const JournalChain& chain,
                                         std::uint64_t seq) {
  const auto rows = journal.rows(chain, seq, 1);
  if (rows.empty() || rows.front().text) return std::nullopt;
  const auto held = journal.first_held(chain);
  if (!held) {
    const auto chains = journal.chains();
    for (const JournalChain& each : chains)
      if (each.stream == chain.stream && each.channel == chain.channel) return each.newest + 1;
    return std::nullopt;
  }
  if (*held <= seq) return std::nullopt;  // erased among events that are still there
  return held;
}

DeskAnswer events_since(AlertOutlet& outlet, JournalReader& journal, const JournalChain& chain,
                        std::uint64_t seq, std::size_t bytes) {
  DeskPage page(bytes);
  Json& fields = page.answer.fields;
  fields["stream"] = chain.stream;
  if (const auto gone = gone_before(journal, chain, seq)) {
    fields["gone_before"] = *gone;
    return std::move(page.answer);
  }
  if (const auto head = head_at(journal, chain, seq)) fields["before"] = hex(*head);
  bool more = fill(page, journal, chain, seq);
  const std::size_t most = more ? 0 : kRowsAtOnce;
  const ChannelPresent present = present_of(outlet, chain.channel, chain.stream, seq, most);
  const bool is_present = present.stream == chain.stream;
  for (const ChainedEvent& event : present.unwritten) {
    if (event.event.seq != seq + 1) break;  // some were written meanwhile
    more = more || !page.take({{"seq", event.event.seq}, {"text", event.text}});
    if (more) break;
    seq = event.event.seq;
  }
  if (is_present) fields["seq"] = present.end.seq;
  if (more || (is_present && seq < present.end.seq && !page.answer.items.empty())) fields["next"] = seq;
  if (more || is_present) return std::move(page.answer);
  const auto streams = journal.streams_behind(chain.stream);
  fields["next_stream"] = streams.empty() ? present.stream : streams.front();
  return std::move(page.answer);
}

std::string asker_of(const DeskRequest& request) {
  if (!request.person.empty()) return request.person;
  return request.asker ? request.asker->key : "somebody without a key";
}

/// Who is at which page of which catching up. Belongs to the desk's thread.
class CatchingUp {
 public:
  /// Whether the question goes on from the answer before.
  [[nodiscard]] bool goes_on(const DeskRequest& request, const JournalChain& chain, std::uint64_t seq) const {
    const auto page = pages_.find({chain.channel, asker_of(request)});
    return page != pages_.end() && page->second.stream == chain.stream && page->second.next == seq &&
           Clock::now() - page->second.at < kBetweenPages;
  }
  void told(const DeskRequest& request, const JournalChain& chain, std::optional<std::uint64_t> next) {
    if (pages_.size() >= kMostPages) pages_.clear();
    const std::pair<std::string, std::string> who{chain.channel, asker_of(request)};
    if (next) {
      pages_[who] = {chain.stream, *next, Clock::now()};
    } else {
      pages_.erase(who);
    }
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Page {
    std::string stream;
    std::uint64_t next = 0;
    Clock::time_point at;
  };
  static constexpr std::chrono::minutes kBetweenPages{10};
  static constexpr std::size_t kMostPages = 1000;
  std::map<std::pair<std::string, std::string>, Page> pages_;  ///< by channel and asker
};

/// The newest number that catching up will come to.
std::uint64_t newest_of(JournalReader& journal, const JournalChain& chain, const DeskAnswer& answer) {
  if (const auto newest = answer.fields.find("seq"); newest != answer.fields.end())
    return newest->get<std::uint64_t>();
  for (const JournalChain& each : journal.chains())
    if (each.stream == chain.stream && each.channel == chain.channel) return each.newest;
  return 0;
}

/// Puts down that somebody reads what is long past: a consumer that was away, or one who searches it beside
/// the desk. Once for all pages, and for the same within an hour. It is told in any case.
void note_history(AlertOutlet& outlet, JournalReader& journal, const DeskRequest& request,
                  const JournalChain& chain, std::uint64_t seq, const DeskAnswer& answer) {
  const auto rows = journal.rows(chain, seq, 1);
  const auto now = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  const CaptureTime past = now - kPast;
  if (rows.empty() || CaptureTime(std::chrono::milliseconds(rows.front().at_ms)) > past) return;
  AuditRecord record;
  record.at = now;
  record.person = asker_of(request);
  if (request.asker) record.key = request.asker->key;
  record.what = "history";
  record.channel = request.channel;
  record.about = chain.stream;
  if (!request.reason.empty()) record.reason = request.reason;
  record.outcome = "told from number " + std::to_string(rows.front().seq) + " to " +
                   std::to_string(newest_of(journal, chain, answer));
  const auto hour = std::chrono::floor<std::chrono::hours>(now.time_since_epoch()).count();
  // No id that an asker may give.
  record.request =
      "history/" + short_key({record.person, chain.stream, record.outcome}) + "/" + std::to_string(hour);
  outlet.run_errand([&](AlertDelivery& delivery) {
    if (!delivery.noted(request.channel, record.request)) (void)delivery.note(record, std::nullopt, true);
  });
}

}  // namespace

DeskDuty since_duty(AlertOutlet& outlet, std::filesystem::path folder) {
  return [&outlet, folder = std::move(folder),
          catching_up = std::make_shared<CatchingUp>()](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    const JournalChain chain{fields.text("stream", kLongestName), request.channel, 0};
    const auto seq = static_cast<std::uint64_t>(fields.integer("seq", 0, INT64_MAX));
    const std::size_t bytes = page_bytes(fields);
    const bool packed = fields.flag_if("packed").value_or(false);
    if (!fault.empty()) return DeskAnswer{fault, Json::object(), {}};
    const KeptReader reader(folder);
    JournalReader& journal = *reader;
    if (!journal.has_stream(chain.stream)) {
      const ChannelPresent present = present_of(outlet, request.channel);
      if (present.stream != chain.stream) {
        DeskAnswer answer;
        const auto streams = journal.streams_behind("");
        answer.fields = {{"stream", chain.stream},
                         {"gone", true},
                         {"next_stream", streams.empty() ? present.stream : streams.front()}};
        return answer;
      }
    }
    DeskAnswer answer = events_since(outlet, journal, chain, seq, bytes);
    if (!answer.items.empty() && !catching_up->goes_on(request, chain, seq))
      note_history(outlet, journal, request, chain, seq, answer);
    const auto next = answer.fields.find("next");
    catching_up->told(request, chain,
                      next == answer.fields.end() ? std::nullopt : std::optional(next->get<std::uint64_t>()));
    return in_small(std::move(answer), packed);
  };
}

}  // namespace nightjar
