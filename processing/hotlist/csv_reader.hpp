#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

enum class CsvFault {
  none,
  stray_quote,     ///< a quote inside a field that is not quoted
  text_after,      ///< text between a closing quote and the next separator
  unclosed_quote,  ///< a quoted field that never ends, or ends lines later in the wrong place: what lies
                   ///< between cannot be told apart from the field, so nothing can be read from here on
  too_long         ///< a record longer than kLongestCsvRecord: nothing can be read from here on
};

/// "an unclosed quote, expected ..."; empty for none.
[[nodiscard]] std::string_view words_of(CsvFault fault);

inline constexpr std::size_t kLongestCsvRecord = 1 << 20;

/// One record. The fields are views into the text, or into the record itself where quotes were doubled;
/// they hold until the next record is read.
struct CsvRecord {
  std::uint32_t line = 0;       ///< where it begins, from 1
  std::uint32_t last_line = 0;  ///< where it ends
  std::string_view whole;       ///< as written, without the end of the line
  std::vector<std::string_view> fields;
  std::deque<std::string> unescaped;
  CsvFault fault = CsvFault::none;
};

/// Cuts a text into the records of RFC 4180, with a separator of choice and LF or CRLF at line ends.
/// Lines that hold nothing but blanks are passed over.
class CsvReader {
 public:
  /// `first_line`: the number of the text's first line.
  CsvReader(std::string_view text, char separator, std::uint32_t first_line = 1)
      : text_(text), separator_(separator), line_(first_line) {}

  /// False at the end of the text, and after a record with unclosed_quote or too_long.
  [[nodiscard]] bool next(CsvRecord& record);

 private:
  void read_unquoted_line(CsvRecord& record);
  void read_quoted(CsvRecord& record);
  bool read_quoted_field(CsvRecord& record);
  void end_record(CsvRecord& record, std::size_t begin, std::size_t end);

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::uint32_t line_;
  bool broken_ = false;
};

}  // namespace nightjar
