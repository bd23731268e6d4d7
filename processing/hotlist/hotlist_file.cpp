#include "processing/hotlist/hotlist_file.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "processing/hotlist/hotlist_rows.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::uintmax_t kLargestFile = std::uintmax_t{2} << 30;  // texts are numbered in 32 bits

HotlistLoad refused(const HotlistFileOptions& options, std::uint32_t line, std::string text) {
  HotlistLoad load{nullptr, HotlistFindings(options.max_named)};
  load.findings.refuse(line, std::move(text));
  return load;
}

std::string revision_of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  // libsodium takes unsigned bytes.
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::string hex;
  for (std::size_t i = 0; i < 8; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return hex;
}

std::uint32_t line_at(std::string_view bytes, std::size_t place) {
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(place);
  return 1 + static_cast<std::uint32_t>(std::count(bytes.begin(), end, '\n'));
}

void warn_of_duplicates(const HotlistIndex& index, HotlistFindings& findings) {
  const auto rows = static_cast<std::uint32_t>(index.size());
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (const auto next = index.next_row(row)) {
      findings.warn(HotlistWarning::duplicate, index.table().line(*next),
                    fmt::format("mark: stands on line {}, too; both entries count", index.table().line(row)));
    }
  }
}

CaptureTime written_at(fs::file_time_type time) {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::file_clock::to_sys(time));
}

}  // namespace

HotlistLoad parse_hotlist(std::string_view bytes, const HotlistFileOptions& options, HotlistEdition edition) {
  if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) bytes.remove_prefix(kByteOrderMark.size());
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refused(options, 1, "file: is empty, expected a hotlist");
  }
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    return refused(options, line_at(bytes, nul), "text: found a NUL byte, expected text");
  }
  HotlistLoad load{nullptr, HotlistFindings(options.max_named)};
  HotlistFindings& findings = load.findings;
  const auto layout = hotlist_layout(bytes, findings);
  if (!layout) return load;
  HotlistRows rows(*layout, findings);
  CsvReader reader(bytes, layout->separator);
  CsvRecord record;
  if (layout->has_header && !reader.next(record)) return load;
  while (reader.next(record) && rows.add(record)) {
  }
  if (findings.bad_lines() > options.max_bad_lines) {
    findings.refuse(1, fmt::format("file: {} bad lines, expected at most {}", findings.bad_lines(),
                                   options.max_bad_lines));
  }
  if (!findings.is_refused() && rows.table().size() == 0) {
    findings.refuse(1, fmt::format("file: holds no entry that can be used, expected at least one"));
  }
  if (findings.is_refused()) return load;
  if (bytes.back() != '\n') {
    findings.warn(HotlistWarning::unfinished_last_line, record.last_line,
                  "file: the last line has no end, the file may be cut short");
  }
  rows.table().seal();
  load.index = std::make_shared<const HotlistIndex>(std::move(rows.table()), std::move(edition));
  warn_of_duplicates(*load.index, findings);
  return load;
}

HotlistLoad load_hotlist(const fs::path& file, const HotlistFileOptions& options) {
  std::error_code error;
  const auto status = fs::status(file, error);
  const auto refuse = [&](std::string_view found) {
    return refused(options, 1, fmt::format("file: {}, expected a hotlist", found));
  };
  if (!fs::exists(status)) return refuse("does not exist");
  if (fs::is_directory(status)) return refuse("is a folder");
  if (!fs::is_regular_file(status)) return refuse("is not a regular file");
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) return refuse("cannot be read");
  if (size > kLargestFile) return refuse("is larger than 2 GiB");
  const auto before = fs::last_write_time(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return refuse("cannot be opened");
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  const bool whole = stream.gcount() == static_cast<std::streamsize>(size);
  if (!whole || fs::file_size(file, error) != size || fs::last_write_time(file, error) != before) {
    return refuse("changed while it was read");
  }
  return parse_hotlist(bytes, options, {revision_of(bytes), written_at(before)});
}

}  // namespace nightjar
