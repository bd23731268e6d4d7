#include "alerts/case_holds.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/event_marks.hpp"
#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kDigits = 16;

bool tells_of(std::string_view event_text, const std::string& mark) {
  const AlertReading reading = from_json(event_text);
  if (!reading.event) return true;  // what cannot be read is rather kept
  const std::vector<std::string> marks = marks_of(*reading.event);
  return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

CaseHold hold_of(const Json& json) {
  CaseHold hold;
  hold.of_mark = json.at("mark").get<bool>();
  hold.subject = json.at("subject").get<std::string>();
  hold.case_reference = json.at("case").get<std::string>();
  hold.person = json.at("person").get<std::string>();
  if (json.contains("reason")) hold.reason = json.at("reason").get<std::string>();
  const auto at = parse_utc(json.at("at").get<std::string>());
  if (!at) throw std::runtime_error("a hold's time cannot be read");
  hold.at = *at;
  return hold;
}

}  // namespace

std::string CaseHolds::add(CaseHold hold) {
  (void)release(hold.subject, hold.case_reference);
  if (holds_.size() >= kMost) return "case: there are " + std::to_string(kMost) + " holds already";
  if (hold.of_mark) ++of_marks_;
  holds_.push_back(std::move(hold));
  return {};
}

bool CaseHolds::release(std::string_view subject, std::string_view case_reference) {
  const auto found = std::find_if(holds_.begin(), holds_.end(), [&](const CaseHold& hold) {
    return hold.subject == subject && hold.case_reference == case_reference;
  });
  if (found == holds_.end()) return false;
  if (found->of_mark) --of_marks_;
  holds_.erase(found);
  return true;
}

const CaseHold* CaseHolds::holding(std::string_view alert, std::string_view event_text) const {
  if (holds_.empty()) return nullptr;
  const std::string_view sortie = sortie_in(event_text);
  for (const CaseHold& hold : holds_)
    if (!hold.of_mark && (hold.subject == alert || hold.subject == sortie)) return &hold;
  if (of_marks_ == 0) return nullptr;
  for (const CaseHold& hold : holds_)
    if (hold.of_mark && tells_of(event_text, hold.subject)) return &hold;
  return nullptr;
}

std::string CaseHolds::text() const {
  Json json = Json::array();
  for (const CaseHold& hold : holds_) {
    Json item{{"mark", hold.of_mark}, {"subject", hold.subject}, {"case", hold.case_reference}};
    item["person"] = hold.person;
    put(item, "reason", hold.reason);
    item["at"] = format_utc(hold.at);
    json.push_back(std::move(item));
  }
  return dumped(json);
}

CaseHolds CaseHolds::of_text(std::string_view text) {
  CaseHolds holds;
  try {
    for (const Json& item : Json::parse(text)) (void)holds.add(hold_of(item));
  } catch (const Json::exception& error) {
    throw std::runtime_error(std::string("the holds cannot be read: ") + error.what());
  }
  return holds;
}

std::string kept_holds(const std::string& channel) {
  return "holds/" + channel;
}

std::string_view sortie_in(std::string_view event_text) {
  constexpr std::string_view kKey = R"("sortie":")";  // in no string: its quotes would be escaped there
  const std::size_t at = event_text.find(kKey);
  return at == std::string_view::npos ? std::string_view() : event_text.substr(at + kKey.size(), kDigits);
}

std::optional<HoldSubject> hold_subject(std::string_view written) {
  const bool digits = std::all_of(written.begin(), written.end(), [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  });
  if (digits && written.size() == kDigits) return HoldSubject{false, std::string(written)};
  const std::string bare = bare_mark(written);
  if (!packed_mark(bare)) return std::nullopt;
  return HoldSubject{true, folded_mark(bare)};
}

}  // namespace nightjar
