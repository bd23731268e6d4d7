#pragma once

#include <filesystem>
#include <string>

#include "alerts/journal_folder.hpp"
#include "alerts/sqlite_database.hpp"

namespace nightjar {

/// Opens journal.sqlite in a folder: WAL, every commit on disk before it returns, schema made where it is
/// new. Throws JournalError where the file is no journal, a later one, or cannot be written.
[[nodiscard]] SqliteDatabase open_journal_file(const std::filesystem::path& folder);

/// The same file to read it alone, beside whoever writes it. Throws JournalError, also where there is none.
[[nodiscard]] SqliteDatabase open_journal_to_read(const std::filesystem::path& folder);

/// What SQLite refused, as trouble of a journal: damaged, or refused for now.
[[nodiscard]] JournalError journal_error(const SqliteError& error, const std::filesystem::path& folder,
                                         const std::string& words);

}  // namespace nightjar
