#pragma once

#include <string>
#include <utility>

#include "alerts/journal.hpp"
#include "alerts/journal_statements.hpp"
#include "alerts/journal_tables.hpp"

namespace nightjar {

// How the parts of Journal talk to its file; for its own sources.

struct Journal::Tables : JournalStatements {
  using JournalStatements::JournalStatements;
};

template <typename Read>
auto Journal::reading(Read read) const {
  try {
    return read();
  } catch (const SqliteError& error) {
    throw journal_error(error, folder_.path(), "the journal cannot be read");
  }
}

template <typename Write>
void Journal::commit(Write write, bool may_spend) {
  try {
    SqliteTransaction transaction(tables_->database);
    tables_->add_stream.bind(1, stream_).run();
    write();
    transaction.commit();
    if (std::exchange(stream_is_due_, false) && promised_ == 0)
      (void)folder_.note_promised(false);  // at worst the next opening begins a stream
  } catch (const SqliteError& error) {
    if (may_spend && error.disk_refuses() && reserve_.give_up()) return commit(write, false);
    throw journal_error(error, folder_.path(), "the journal takes no event");
  }
}

}  // namespace nightjar
