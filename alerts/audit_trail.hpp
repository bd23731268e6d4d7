#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/audit.hpp"
#include "alerts/event_chain.hpp"
#include "alerts/sqlite_database.hpp"

namespace nightjar {

/// A text under a name that outlives a restart, the newest one alone.
struct KeptText {
  std::string name;
  std::string text;
};

/// The part of a journal that holds what people did and looked up, in a chain of all and one a channel, and
/// the texts that their deeds changed. Throws SqliteError. Belongs to the journal and its thread.
class AuditTrail {
 public:
  /// Goes on where the trail ended.
  explicit AuditTrail(SqliteDatabase& database);

  /// Writes within the caller's transaction; `commit` or `forget` follows.
  void write(const AuditRecord& record, const std::optional<KeptText>& kept);
  void commit() { ends_ = next_; }
  void forget() { next_ = ends_; }

  /// The records after a number, in order.
  [[nodiscard]] std::vector<StoredAudit> since(std::uint64_t number, std::size_t limit);

  /// The text of the record of a request, if there is one.
  [[nodiscard]] std::optional<std::string> of_request(std::string_view channel, std::string_view request);

  /// The newest record of a channel's trail.
  [[nodiscard]] ChainEnd end_of(const std::string& channel) const;

  [[nodiscard]] std::optional<std::string> kept(std::string_view name);

 private:
  SqliteStatement add_;
  SqliteStatement since_;
  SqliteStatement of_request_;
  SqliteStatement keep_;
  SqliteStatement kept_;

  /// Number and head of the newest record.
  struct Ends {
    ChainEnd all;
    std::map<std::string, ChainEnd> of_trail;
  };
  Ends ends_, next_;
};

}  // namespace nightjar
