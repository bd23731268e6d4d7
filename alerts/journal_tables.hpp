#pragma once

#include <filesystem>

#include "alerts/sqlite_database.hpp"

namespace nightjar {

/// Opens journal.sqlite in a folder: WAL, every commit on disk before it returns, schema made where it is
/// new. Throws JournalError where the file is no journal, a later one, or cannot be written.
[[nodiscard]] SqliteDatabase open_journal_file(const std::filesystem::path& folder);

}  // namespace nightjar
