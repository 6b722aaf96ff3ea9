// A folder that appears with all its files or not at all.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <byom/result.hpp>

namespace byom::scaffold {

using Files = std::map<std::string, std::string>;  // name -> content

// Why a new folder cannot be made at `folder`, as a sentence; empty: it can. An empty folder may be there.
std::string new_folder_problem(const std::filesystem::path& folder);
// Writes the files beside `folder` and renames the whole. Folders above are made. Errors: exit_system.
Result<Done> write_new_folder(const std::filesystem::path& folder, const Files& files);

}  // namespace byom::scaffold
