#include <algorithm>
#include <set>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/case_bundle.hpp"
#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostFindings = 100;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

std::string text_in(const Json& json, const char* name) {
  const auto found = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::uint64_t number_in(const Json& json, const char* name) {
  const auto found = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>()
                                                                                : 0;
}

/// Holds a bundle against itself, item by item.
class BundleReading {
 public:
  BundleReading(std::string_view tar, const std::vector<NotedHead>& heads) : tar_(tar), heads_(heads) {}

  BundleSoundness check() {
    TarReading reading = read_tar(tar_);
    for (TarItem& item : reading.items) items_[item.name] = std::move(item.bytes);
    if (!reading.fault.empty()) find("the archive", reading.fault);
    if (!check_manifest()) return std::move(result_);
    check_items();
    check_container(reading);
    check_chain();
    check_events();
    check_audit();
    check_sites();
    result_.summary = "alert " + text_in(manifest_, "alert") + " of channel " +
                      text_in(manifest_, "channel") + ": " + std::to_string(events_) + " events, " +
                      std::to_string(pictures_) + " pictures, " + std::to_string(audit_) +
                      " audit records, chain up to event " + std::to_string(last_seq_);
    return std::move(result_);
  }

 private:
  void find(const std::string& item, const std::string& words) {
    if (result_.findings.size() < kMostFindings) result_.findings.push_back(item + ": " + words);
  }

  [[nodiscard]] const std::string* item(const std::string& name) const {
    const auto found = items_.find(name);
    return found == items_.end() ? nullptr : &found->second;
  }

  bool check_manifest() {
    const std::string* const text = item("manifest.json");
    const std::string* const digest = item("manifest.sha256");
    if (text == nullptr || digest == nullptr) {
      find(text == nullptr ? "manifest.json" : "manifest.sha256", "is missing; this is no bundle of a case");
      return false;
    }
    if (*digest != hex(sha256(*text)) + "  manifest.json\n")
      find("manifest.json", "does not fit manifest.sha256; one of the two was changed");
    manifest_ = Json::parse(*text, nullptr, false);
    if (text_in(manifest_, "format") == "nightjar-case" && number_in(manifest_, "version") == 1) return true;
    find("manifest.json", "is not of this format, or of a later version");
    return false;
  }

  void check_items() {
    std::set<std::string> listed{"manifest.json", "manifest.sha256"};
    for (const Json& entry : manifest_.value("items", Json::array())) {
      const std::string name = text_in(entry, "name");
      listed.insert(name);
      const std::string* const bytes = item(name);
      if (bytes == nullptr) {
        find(name, "is missing");
      } else if (hex(sha256(*bytes)) != text_in(entry, "sha256")) {
        find(name, "was changed");
      }
      if (bytes != nullptr && name.starts_with("pictures/")) ++pictures_;
    }
    for (const auto& [name, bytes] : items_)
      if (!listed.contains(name)) find(name, "is not in the manifest; it was put in");
  }

  void check_container(const TarReading& reading) {
    const auto made_at = parse_utc(text_in(manifest_, "made_at"));
    if (!made_at || !result_.findings.empty()) return;
    std::vector<TarItem> again;
    for (const TarItem& one : reading.items) again.push_back({one.name, items_[one.name]});
    const std::string expected = tar_of(again, *made_at);
    if (expected == tar_) return;
    const auto differs = std::mismatch(expected.begin(), expected.end(), tar_.begin(), tar_.end());
    find("the archive", "byte " + std::to_string(differs.second - tar_.begin()) +
                            ", outside of every item, is not as it was written");
  }

  void check_chain() {
    const std::string* const text = item("chain.jsonl");
    if (text == nullptr) return;
    std::string stream, channel;
    std::uint64_t seq = 0;
    Sha256 head{};
    int number = 0;
    for (const std::string& one : lines_of(*text)) {
      const std::string place = "chain.jsonl:" + std::to_string(++number);
      const Json line = Json::parse(one, nullptr, false);
      if (line.is_array() && line.size() == 2 && line[0].is_number_unsigned() && line[1].is_string()) {
        const auto digest = sha256_from_hex(line[1].get<std::string>());
        if (line[0] != seq + 1 || !digest) find(place, "is no link of the chain");
        ++seq;
        head = sha256(head, digest.value_or(Sha256{}));
        links_[{stream, seq}] = digest.value_or(Sha256{});
        note_head(channel, seq, head);
      } else if (line.is_object() && line.contains("end")) {
        if (text_in(line, "head") != hex(head) || number_in(line, "seq") != seq)
          find(place, "the links do not lead to this head");
        last_seq_ = seq;
      } else if (const auto start = sha256_from_hex(text_in(line, "head"))) {
        stream = text_in(line, "stream");
        channel = text_in(line, "channel");
        seq = number_in(line, "seq");
        head = *start;
        note_head(channel, seq, head);
      } else {
        find(place, "is neither a head nor a link");
      }
    }
    for (std::size_t i = 0; i < heads_.size(); ++i)
      if (!met_.contains(i))
        find("chain.jsonl", "the noted head of event " + std::to_string(heads_[i].seq) + " of channel " +
                                heads_[i].channel + " is not in it");
  }

  void note_head(const std::string& channel, std::uint64_t seq, const Sha256& head) {
    for (std::size_t i = 0; i < heads_.size(); ++i)
      if (heads_[i].channel == channel && heads_[i].seq == seq && heads_[i].head == head) met_.insert(i);
  }

  /// What another version wrote is as good as its place in the chain.
  void check_unread(const std::string& place, const std::string& line) {
    const Json event = Json::parse(line, nullptr, false);
    const bool placed = event.is_object() && event.value("seq", Json()).is_number_unsigned();
    const auto link =
        placed ? links_.find({text_in(event, "stream"), event["seq"].get<std::uint64_t>()}) : links_.end();
    if (link == links_.end() || link->second != sha256(line)) {
      find(place, "is no event");
    } else {
      result_.notes.push_back(place + ": this version cannot read it; it is as it was written");
    }
  }

  void check_events() {
    const std::string* const text = item("events.jsonl");
    if (text == nullptr) return;
    const Json missing = manifest_.value("pictures_missing", Json::array());
    for (const std::string& line : lines_of(*text)) {
      const std::string place = "events.jsonl:" + std::to_string(++events_);
      const AlertReading reading = from_json(line);
      if (!reading.event) {
        check_unread(place, line);
        continue;
      }
      const AlertEvent& event = *reading.event;
      const auto link = links_.find({event.stream, event.seq});
      if (link == links_.end() || link->second != sha256(line))
        find(place, "event " + std::to_string(event.seq) + " is not the one in the chain");
      if (event.alert != text_in(manifest_, "alert")) find(place, "is of another alert");
      configs_.insert(event.config);
      for (const EvidenceReference& reference : event.evidence) {
        const std::string name = "pictures/" + reference.sha256 + ".jpg";
        const std::string* const jpeg = item(name);
        if (jpeg != nullptr && hex(sha256(*jpeg)) != reference.sha256)
          find(name, "is not the picture of the event");
        if (jpeg == nullptr &&
            std::find(missing.begin(), missing.end(), Json(reference.sha256)) == missing.end())
          find(name, "is missing");
      }
    }
    for (const Json& one : missing)
      result_.notes.push_back("the journal did not have picture " + one.dump() + " when this was made");
    if (manifest_.contains("events_deleted"))
      result_.notes.push_back("events of the alert had been deleted on time: " +
                              manifest_["events_deleted"].dump());
  }

  void check_audit() {
    const std::string* const text = item("audit.jsonl");
    if (text == nullptr) return;
    for (const std::string& one : lines_of(*text)) {
      const std::string place = "audit.jsonl:" + std::to_string(++audit_);
      const Json line = Json::parse(one, nullptr, false);
      const auto before = sha256_from_hex(text_in(line, "before"));
      if (!before || hex(sha256(*before, sha256(text_in(line, "text")))) != text_in(line, "head"))
        find(place, "its text does not lead to its head");
    }
  }

  void check_sites() {
    for (const std::string& config : configs_) {
      const std::string* const text = item("site-" + config + ".toml");
      if (text == nullptr) {
        result_.notes.push_back("site file of version " + config + " is not in it");
      } else if (hex(sha256(*text)).substr(0, config.size()) != config) {
        if (text->find("://***@") == std::string::npos)
          find("site-" + config + ".toml", "is not the version that the events name");
        else
          result_.notes.push_back(
              "site-" + config +
              ".toml: names and passwords of cameras are left out, so its version cannot be "
              "computed again");
      }
    }
  }

  std::string_view tar_;
  const std::vector<NotedHead>& heads_;
  std::set<std::size_t> met_;
  std::map<std::string, std::string> items_;
  Json manifest_;
  std::map<std::pair<std::string, std::uint64_t>, Sha256> links_;
  std::set<std::string> configs_;
  std::size_t events_ = 0, pictures_ = 0, audit_ = 0;
  std::uint64_t last_seq_ = 0;
  BundleSoundness result_;
};

}  // namespace

BundleSoundness check_case_bundle(std::string_view tar, const std::vector<NotedHead>& heads) {
  return BundleReading(tar, heads).check();
}

}  // namespace nightjar
