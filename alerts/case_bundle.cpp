#include "alerts/case_bundle.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/audit.hpp"
#include "alerts/event_removal.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/machine_clock.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kPage = 256;
constexpr std::uint64_t kMostLinksBehind = 20'000;  // of the chain, after the alert's last event
constexpr const char* kReadMe =
    "One alert, as a Nightjar worker has journalled it.\n\n"
    "manifest.json   what is in here, with the SHA-256 of each item; manifest.sha256 is its own\n"
    "events.jsonl    every event of the alert, a line each, byte for byte as it was sent. The hotlist entry "
    "as it\n"
    "                was stands in vehicle.entries, the clock in clock, the version of the site file in "
    "config\n"
    "chain.jsonl     per stream: the head of the channel's chain before the first event, the SHA-256 of "
    "each\n"
    "                event of the channel since (those of other alerts too, so that the chain can be "
    "followed),\n"
    "                and the head that comes of it: head = SHA-256(head before + SHA-256 of the event)\n"
    "audit.jsonl     what people did to the alert, and starts of the worker with software and models, as "
    "texts\n"
    "                with the head of the audit chain before and after each\n"
    "site-*.toml     the site file of each version; names and passwords of cameras are left out, and what "
    "stands\n"
    "                on restricted channels, where the alert is on none: the first line says so. The version "
    "is\n"
    "                the beginning of the whole file's SHA-256\n"
    "pictures/       the pictures, each under its SHA-256\n\n"
    "nightjar export --verify FILE proves all of it; compare the last head with one that somebody has "
    "noted.\n";

/// Gathers a bundle, piece by piece.
class Gathering {
 public:
  Gathering(JournalReader& journal, const BundleOrder& order) : journal_(journal), order_(order) {}

  CaseBundle gather() {
    for (JournalRow& row : journal_.rows_of(order_.channel, order_.alert)) take_event(std::move(row));
    if (spans_.empty()) return {{}, "alert: no \"" + order_.alert + "\" on channel " + order_.channel};
    if (events_.empty()) return {{}, "alert: all that was held on it is deleted"};
    for (const auto& [stream, span] : spans_) add_chain(stream, span);
    add_audit();
    add("README.txt", kReadMe);
    add("events.jsonl", std::move(events_));
    add("chain.jsonl", std::move(chain_));
    add("audit.jsonl", std::move(audit_));
    for (const std::string& version : sites_) add_site(version);
    for (const std::string& picture : pictures_) add_picture(picture);
    add_manifest();
    return {std::move(items_), {}};
  }

 private:
  struct Span {
    std::uint64_t first = 0, last = 0;
  };

  void take_event(JournalRow row) {
    Span& span = spans_[row.stream];
    if (span.first == 0) span.first = row.seq;
    span.last = row.seq;
    if (!row.text) {
      deleted_[row.stream].add(row.seq);
      return;
    }
    if (const AlertReading reading = from_json(*row.text); reading.event) {
      sites_.insert(reading.event->config);
      for (const EvidenceReference& reference : reading.event->evidence) pictures_.insert(reference.sha256);
    }
    first_ms_ = first_ms_.value_or(row.at_ms);
    last_ms_ = row.at_ms;
    events_ += *row.text + "\n";
  }

  void add(const std::string& name, std::string bytes) {
    listed_.push_back({{"name", name}, {"sha256", hex(sha256(bytes))}, {"bytes", bytes.size()}});
    items_.push_back({name, std::move(bytes)});
  }

  void add_site(const std::string& version) {
    auto text = journal_.kept(kept_site(version));
    if (text && order_.shown_site) text = order_.shown_site(*text);
    if (text) add("site-" + version + ".toml", without_passwords(*text));
  }

  void add_picture(const std::string& sha256) {
    if (auto jpeg = journal_.picture(sha256)) {
      add("pictures/" + sha256 + ".jpg", std::move(*jpeg));
    } else {
      missing_.push_back(sha256);
    }
  }

  void add_chain(const std::string& stream, const Span& span) {
    const std::vector<JournalLink> links =
        journal_.links({stream, order_.channel, 0}, span.first > 1 ? span.first - 1 : 1,
                       static_cast<std::size_t>(span.last - span.first + 2 + kMostLinksBehind));
    Sha256 head{};
    std::uint64_t before = 0;
    std::size_t from = 0;
    if (span.first > 1 && !links.empty()) {
      head = links.front().head;
      before = links.front().seq;
      from = 1;
    }
    Json line{{"stream", stream}, {"channel", order_.channel}, {"seq", before}, {"head", hex(head)}};
    chain_ += dumped(line) + "\n";
    for (std::size_t i = from; i < links.size(); ++i) {
      chain_ += dumped(Json::array({links[i].seq, hex(links[i].digest)})) + "\n";
      line["seq"] = links[i].seq;
      line["head"] = hex(links[i].head);
    }
    line["end"] = true;
    chain_ += dumped(line) + "\n";
  }

  [[nodiscard]] bool is_about_alert(const AuditRecord& record) const {
    if (record.channel != order_.channel) return false;
    if (record.about == order_.alert || record.about.starts_with(order_.alert + " ")) return true;
    if (record.what == "evidence" && pictures_.contains(record.about)) return true;
    const auto deleted = deleted_of_words(record.about);
    const auto own = deleted ? deleted_.find(deleted->stream) : deleted_.end();
    if (own == deleted_.end()) return false;
    return std::any_of(own->second.ranges().begin(), own->second.ranges().end(),
                       [&](const auto& range) { return deleted->seqs.contains(range.first); });
  }

  void add_audit() {
    std::uint64_t number = 0;
    std::map<std::string, Sha256> heads;  // by trail
    std::string newest_start;             // before the first event
    for (auto records = journal_.audit(0, kPage); !records.empty(); records = journal_.audit(number, kPage)) {
      for (const StoredAudit& stored : records) {
        Sha256& before = heads[stored.trail];
        if (const auto record = audit_from_json(stored.text)) {
          const Json line{{"number", stored.seq},
                          {"before", hex(before)},
                          {"head", hex(stored.trail_head)},
                          {"text", stored.text}};
          const auto at =
              std::chrono::floor<std::chrono::milliseconds>(record->at.time_since_epoch()).count();
          if (record->what == "start" && at <= *first_ms_) newest_start = dumped(line) + "\n";
          if ((record->what == "start" && at > *first_ms_ && at <= last_ms_) || is_about_alert(*record))
            audit_ += dumped(line) + "\n";
        }
        number = stored.number;
        before = stored.trail_head;
      }
    }
    audit_ = newest_start + audit_;
  }

  void add_manifest() {
    Json manifest{{"format", "nightjar-case"}, {"version", 1}, {"made_at", format_utc(order_.now)}};
    manifest["software"] = order_.software;
    manifest["alert"] = order_.alert;
    manifest["channel"] = order_.channel;
    manifest["person"] = order_.person;
    if (!order_.reason.empty()) manifest["reason"] = order_.reason;
    manifest["clock_synchronised"] = clock_is_synchronised();
    if (!missing_.empty()) manifest["pictures_missing"] = missing_;
    for (const auto& [stream, seqs] : deleted_) manifest["events_deleted"][stream] = seqs.text();
    manifest["items"] = listed_;
    std::string text = manifest.dump(1) + "\n";
    std::string digest = hex(sha256(text)) + "  manifest.json\n";
    items_.push_back({"manifest.json", std::move(text)});
    items_.push_back({"manifest.sha256", std::move(digest)});
  }

  JournalReader& journal_;
  const BundleOrder& order_;
  std::map<std::string, Span> spans_;         ///< by stream
  std::map<std::string, SeqRanges> deleted_;  ///< by stream
  std::set<std::string> sites_, pictures_;
  std::vector<std::string> missing_;
  std::optional<std::int64_t> first_ms_;
  std::int64_t last_ms_ = 0;
  std::string events_, chain_, audit_;
  std::vector<TarItem> items_;
  Json listed_ = Json::array();
};

}  // namespace

CaseBundle make_case_bundle(JournalReader& journal, const BundleOrder& order) {
  return Gathering(journal, order).gather();
}

std::string without_passwords(std::string_view site_text) {
  std::string text;
  for (;;) {
    const std::size_t scheme = site_text.find("://");
    if (scheme == std::string_view::npos) return text + std::string(site_text);
    text += site_text.substr(0, scheme + 3);
    site_text.remove_prefix(scheme + 3);
    const std::string_view address = site_text.substr(0, site_text.find_first_of("\"'\n\r"));
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos) continue;
    text += "***";
    site_text.remove_prefix(at);
  }
}

std::string kept_site(const std::string& version) {
  return "site/" + version;
}

}  // namespace nightjar
