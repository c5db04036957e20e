// SPDX-License-Identifier: GPL-2.0-only
/// Give the resource core devm_request_free_mem_region(): find a range of
/// physical addresses that nothing has, for memory that has no address.
///
// Confidence: High
// Candidates: __devm_release_region&EXPORT_SYMBOL
// Options: --no-includes
// Requires: OCaml

@have@
type T;
@@
 T devm_request_free_mem_region(...) { ... }

@core@
type T;
identifier f = {__devm_release_region};
@@
 T f(...) { ... }

// As text, from the name that is exported before to the one that is exported
// then: spatch would lay out the loop in its own way.
@script:ocaml helper@
f << core.f;
text;
@@
text := make_ident (String.concat "\n" [
	f ^ ");";
	"";
	"#ifdef CONFIG_DEVICE_PRIVATE";
	"/**";
	" * devm_request_free_mem_region - reserve addresses for memory that has none";
	" * @dev: the device; the region is released when it is unbound";
	" * @base: range of addresses to search, usually &iomem_resource";
	" * @size: size in bytes, rounded up to whole sections";
	" *";
	" * The memory of some devices cannot be reached by the processor, but needs a";
	" * range of physical addresses all the same, for struct pages to be made for it.";
	" * Search @base downwards from the highest address that can have a struct page,";
	" * and take the first range that is not used by anything.";
	" *";
	" * Return: the region, or ERR_PTR(-ERANGE) if there is no gap of that size, or";
	" * ERR_PTR(-ENOMEM) if the gap that was found cannot be had.";
	" */";
	"struct resource *devm_request_free_mem_region(struct device *dev,";
	"\t\tstruct resource *base, unsigned long size)";
	"{";
	"\tresource_size_t last, start;";
	"\tstruct resource *region;";
	"";
	"\tsize = ALIGN(size, 1UL << PA_SECTION_SHIFT);";
	"\tlast = min_t(unsigned long, base->end, (1UL << MAX_PHYSMEM_BITS) - 1);";
	"";
	"\tfor (start = last + 1 - size; start > size && start >= base->start;";
	"\t     start -= size) {";
	"\t\tif (region_intersects(start, size, 0, IORES_DESC_NONE) !=";
	"\t\t    REGION_DISJOINT)";
	"\t\t\tcontinue;";
	"";
	"\t\tregion = devm_request_mem_region(dev, start, size,";
	"\t\t\t\t\t\t dev_name(dev));";
	"\t\tif (!region)";
	"\t\t\treturn ERR_PTR(-ENOMEM);";
	"\t\tregion->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;";
	"\t\treturn region;";
	"\t}";
	"\treturn ERR_PTR(-ERANGE);";
	"}";
	"EXPORT_SYMBOL_GPL(devm_request_free_mem_region"])

@insert depends on !have@
declarer name EXPORT_SYMBOL;
identifier core.f, helper.text;
@@
-EXPORT_SYMBOL(f);
+EXPORT_SYMBOL(text);
+#endif /* CONFIG_DEVICE_PRIVATE */
