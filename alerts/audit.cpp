#include "alerts/audit.hpp"

#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {

std::string to_json(const AuditRecord& record, std::uint64_t number) {
  nlohmann::ordered_json json;
  json["number"] = number;
  json["at"] = format_utc(record.at);
  json["person"] = record.person;
  put(json, "key", record.key);
  json["what"] = record.what;
  json["channel"] = record.channel;
  json["about"] = record.about;
  put(json, "reason", record.reason);
  json["request"] = record.request;
  json["outcome"] = record.outcome;
  put(json, "sortie", record.sortie);
  return dumped(json);
}

std::optional<AuditRecord> audit_from_json(const std::string& text) {
  constexpr std::size_t kLongest = 64 * 1024;
  JsonObject parsed = parse_object(text, kLongest);
  JsonFields fields(parsed.object, "", parsed.fault);
  AuditRecord record;
  record.at = fields.time("at");
  record.person = fields.text("person", kLongest);
  record.key = fields.text_if("key", kLongest);
  record.what = fields.text("what", kLongest);
  record.channel = fields.text("channel", kLongest);
  record.about = fields.text("about", kLongest);
  record.reason = fields.text_if("reason", kLongest);
  record.request = fields.text("request", kLongest);
  record.outcome = fields.text("outcome", kLongest);
  record.sortie = fields.text_if("sortie", kLongest);
  if (!parsed.fault.empty()) return std::nullopt;
  return record;
}

}  // namespace nightjar
