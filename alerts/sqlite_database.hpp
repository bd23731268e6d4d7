#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace nightjar {

/// What SQLite refused to do.
class SqliteError : public std::runtime_error {
 public:
  SqliteError(int code, const std::string& line) : std::runtime_error(line), code_(code) {}
  [[nodiscard]] bool disk_refuses() const;  ///< no room, or an input or output error that may pass
  [[nodiscard]] bool full() const;          ///< of those: no room
  [[nodiscard]] bool damaged() const;       ///< the file is no database, or a broken one

 private:
  int code_;
};

enum class SqliteAccess { writing, reading };

/// An open SQLite file; closed by the destructor. Belongs to one thread at a time.
class SqliteDatabase {
 public:
  explicit SqliteDatabase(const std::filesystem::path& file, SqliteAccess access = SqliteAccess::writing);

  /// Statements without results.
  void run(const char* sql);

  [[nodiscard]] bool in_transaction() const;
  /// Of the newest insert: the row's number; of the newest change: how many rows.
  [[nodiscard]] std::int64_t last_row() const;
  [[nodiscard]] int changes() const;
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Parameters count from 1, columns from 0. Must not outlive its database.
class SqliteStatement {
 public:
  SqliteStatement(const SqliteDatabase& database, const char* sql);

  /// Values are not copied: they must live until the statement is reset.
  SqliteStatement& bind(int parameter, std::string_view text);
  SqliteStatement& bind(int parameter, std::int64_t number);
  SqliteStatement& bind_blob(int parameter, std::span<const unsigned char> bytes);

  /// True: a row lies ready.
  bool step();
  /// Steps to the end and makes the statement ready for new parameters.
  void run();
  void reset();

  [[nodiscard]] std::int64_t integer(int column) const;
  /// Text or blob, valid until the next step; nullopt for NULL.
  [[nodiscard]] std::optional<std::string_view> bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void check(int code) const;

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// BEGIN IMMEDIATE to commit(); rolled back where commit() was not reached.
class SqliteTransaction {
 public:
  explicit SqliteTransaction(SqliteDatabase& database);
  ~SqliteTransaction();
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;

  void commit();

 private:
  SqliteDatabase& database_;
};

}  // namespace nightjar
