#include "alerts/audit_trail.hpp"

#include <algorithm>

namespace nightjar {
namespace {

Sha256 digest_of(std::optional<std::string_view> bytes) {
  Sha256 digest{};
  if (bytes && bytes->size() == digest.size()) std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

std::optional<std::string> only_text(SqliteStatement& row) {
  std::optional<std::string> text;
  if (row.step()) text = std::string(row.bytes(0).value_or(""));
  row.reset();
  return text;
}

}  // namespace

AuditTrail::AuditTrail(SqliteDatabase& database)
    : add_(database,
           "INSERT INTO audit (number, channel, request, digest, head, text, trail, seq, trail_head)"
           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?2, ?7, ?8)"),
      since_(database,
             "SELECT number, text, digest, head, trail, seq, trail_head FROM audit WHERE number > ?1 ORDER "
             "BY number LIMIT ?2"),
      of_request_(database, "SELECT text FROM audit WHERE channel = ?1 AND request = ?2"),
      keep_(database, "INSERT OR REPLACE INTO kept (name, text) VALUES (?1, ?2)"),
      kept_(database, "SELECT text FROM kept WHERE name = ?1") {
  SqliteStatement newest(database, "SELECT number, head FROM audit ORDER BY number DESC LIMIT 1");
  if (newest.step()) ends_.all = {static_cast<std::uint64_t>(newest.integer(0)), digest_of(newest.bytes(1))};
  SqliteStatement of_trail(database, "SELECT trail, max(seq), trail_head FROM audit GROUP BY trail");
  while (of_trail.step())
    ends_.of_trail[std::string(of_trail.bytes(0).value_or(""))] = {
        static_cast<std::uint64_t>(of_trail.integer(1)), digest_of(of_trail.bytes(2))};
  next_ = ends_;
}

void AuditTrail::write(const AuditRecord& record, const std::optional<KeptText>& kept) {
  ChainEnd& trail = next_.of_trail[record.channel];
  const std::string text = to_json(record, trail.seq + 1);
  const Sha256 digest = sha256(text);
  const Sha256 head = sha256(next_.all.head, digest);
  trail = {trail.seq + 1, sha256(trail.head, digest)};
  add_.bind(1, static_cast<std::int64_t>(next_.all.seq + 1))
      .bind(2, record.channel)
      .bind(3, record.request)
      .bind_blob(4, digest)
      .bind_blob(5, head)
      .bind(6, text)
      .bind(7, static_cast<std::int64_t>(trail.seq))
      .bind_blob(8, trail.head)
      .run();
  if (kept) keep_.bind(1, kept->name).bind(2, kept->text).run();
  next_.all = {next_.all.seq + 1, head};
}

std::vector<StoredAudit> AuditTrail::since(std::uint64_t number, std::size_t limit) {
  std::vector<StoredAudit> records;
  since_.bind(1, static_cast<std::int64_t>(number)).bind(2, static_cast<std::int64_t>(limit));
  while (since_.step()) {
    records.push_back({static_cast<std::uint64_t>(since_.integer(0)),
                       std::string(since_.bytes(1).value_or("")), digest_of(since_.bytes(2)),
                       digest_of(since_.bytes(3)), std::string(since_.bytes(4).value_or("")),
                       static_cast<std::uint64_t>(since_.integer(5)), digest_of(since_.bytes(6))});
  }
  since_.reset();
  return records;
}

std::optional<std::string> AuditTrail::of_request(std::string_view channel, std::string_view request) {
  of_request_.bind(1, channel).bind(2, request);
  return only_text(of_request_);
}

ChainEnd AuditTrail::end_of(const std::string& channel) const {
  const auto found = ends_.of_trail.find(channel);
  return found == ends_.of_trail.end() ? ChainEnd{} : found->second;
}

std::optional<std::string> AuditTrail::kept(std::string_view name) {
  kept_.bind(1, name);
  return only_text(kept_);
}

}  // namespace nightjar
