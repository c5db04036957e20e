// SPDX-License-Identifier: GPL-2.0-only
/* Functions of the same name in two arms. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/mm.h>
#if IS_ENABLED(CONFIG_HMM)
#include <linux/hmm.h>
#endif

struct gnu_mem
{
  struct device *dev;
#ifdef CONFIG_DEVICE_PRIVATE
  struct hmm_devmem *devmem;
#endif
  int n;
};

int gnu_start (struct gnu_mem *m, unsigned long size);

#ifdef CONFIG_DEVICE_PRIVATE

static void
gnu_free (struct hmm_devmem *devmem, struct page *page)
{
  (void) devmem;
  hmm_devmem_page_set_drvdata (page, 0UL);
}

static vm_fault_t
gnu_fault (struct hmm_devmem *devmem, struct vm_area_struct *vma,
           unsigned long addr, const struct page *page,
           unsigned int flags, pmd_t *pmdp)
{
  unsigned long key = hmm_devmem_page_get_drvdata (page);

  if (key == addr)
    return 0;
  return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops gnu_ops =
{
  .free = gnu_free,
  .fault = gnu_fault,
};

int
gnu_start (struct gnu_mem *m, unsigned long size)
{
  m->devmem = hmm_devmem_add (&gnu_ops, m->dev, size);
  if (IS_ERR (m->devmem))
    {
      int err = PTR_ERR (m->devmem);

      m->n = 0;
      return err;
    }
  m->n = 1;
  return 0;
}

#else /* CONFIG_DEVICE_PRIVATE */

int
gnu_start (struct gnu_mem *m, unsigned long size)
{
  return -ENODEV;
}

#endif /* CONFIG_DEVICE_PRIVATE */
